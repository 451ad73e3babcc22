package dev.cnilab.cluster.bootstrap;

import dev.cnilab.cluster.client.ApiClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The pod network with which the cluster starts. */
public enum Cni {
  /** The agent from flannel's own manifest. */
  FLANNEL("flannel", "cni/kube-flannel.yml"),

  /** Routes between the nodes, and enforced policies, by the agents from Calico's own manifest. */
  CALICO("calico", "cni/calico.yaml"),

  /** eBPF programs on the links, by the agents and the operator from Cilium's own manifest. */
  CILIUM("cilium", "cni/cilium.yaml"),

  /** One network over all nodes, by the agents from Weave's own manifest. */
  WEAVE("weave", "cni/weave.yaml"),

  /** The standard plugins, with a conflist and routes written to the nodes. */
  BRIDGE("bridge", ""),

  /** Nothing: the nodes stay NotReady until someone installs a plugin. */
  NONE("none", "");

  private final String text;
  private final String manifest;

  Cni(String text, String manifest) {
    this.text = text;
    this.manifest = manifest;
  }

  /** The name on the command line. */
  public String text() {
    return text;
  }

  public static Optional<Cni> find(String text) {
    return Arrays.stream(values()).filter(cni -> cni.text.equals(text)).findFirst();
  }

  /** All names, in order. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Cni::text).toList();
  }

  /** Applies its manifest, if it has one. */
  public void apply(Kubeadm kubeadm, ApiClient client) {
    if (!manifest.isEmpty()) {
      kubeadm.applyByHand(client, manifest);
    }
  }
}
