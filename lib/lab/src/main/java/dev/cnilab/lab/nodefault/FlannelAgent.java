package dev.cnilab.lab.nodefault;

import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;

/** The state of flannel's agent on a node. */
public final class FlannelAgent {

  public static final String NAMESPACE = "kube-flannel";
  public static final String SUBNET_FILE = "/run/flannel/subnet.env";

  private FlannelAgent() {}

  /** Whether the file that the plugin reads exists. */
  public static boolean subnetFile(Node node) {
    return node.sh("test -s " + SUBNET_FILE).status() == 0;
  }

  /** Whether an agent runs on the node. */
  public static boolean runs(Workloads workloads, Node node) {
    return workloads.pods(NAMESPACE, "app=flannel").list().stream()
        .filter(pod -> pod.nodeName().equals(node.name()))
        .anyMatch(Pod::isRunning);
  }
}
