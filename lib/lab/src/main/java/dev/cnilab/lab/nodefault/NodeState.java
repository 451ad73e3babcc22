package dev.cnilab.lab.nodefault;

import dev.cnilab.lab.cni.NodeFacts;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Nodes;
import dev.cnilab.lab.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state of a node: its own files, and what the API server knows about it.
 *
 * @param agents flannel's pods on the node
 * @param podAddresses the addresses of its pods according to the API server
 * @param otherRanges the podCIDRs of the other nodes
 */
public record NodeState(
    Node node,
    NodeFacts facts,
    List<Pod> agents,
    List<String> podAddresses,
    List<String> otherRanges) {

  public NodeState {
    agents = List.copyOf(agents);
    podAddresses = List.copyOf(podAddresses);
    otherRanges = List.copyOf(otherRanges);
  }

  /** The present state of the first two workers. */
  public static List<NodeState> workers(Workloads workloads) {
    Nodes nodes = workloads.nodes();
    return of(workloads, nodes, nodes.worker(1), nodes.worker(2));
  }

  /** The present state of some nodes. */
  public static List<NodeState> of(Workloads workloads, Node... wanted) {
    return of(workloads, workloads.nodes(), wanted);
  }

  private static List<NodeState> of(Workloads workloads, Nodes nodes, Node... wanted) {
    List<Pod> agents = workloads.pods(FlannelAgent.NAMESPACE, "app=flannel").list();
    List<Pod> pods = workloads.everywhere().list();
    return Stream.of(wanted).map(node -> of(node, nodes, agents, pods)).toList();
  }

  private static NodeState of(Node node, Nodes nodes, List<Pod> agents, List<Pod> pods) {
    return new NodeState(
        nodes.find(node.name()),
        NodeFacts.of(node),
        on(node, agents),
        on(node, pods).stream()
            .filter(pod -> !pod.hostNetwork() && !pod.ip().isEmpty())
            .map(Pod::ip)
            .toList(),
        nodes.list().stream()
            .filter(each -> !each.name().equals(node.name()))
            .map(Node::podCidr)
            .toList());
  }

  private static List<Pod> on(Node node, List<Pod> pods) {
    return pods.stream().filter(pod -> pod.nodeName().equals(node.name())).toList();
  }

  /** Addresses that are still allocated although no pod has them anymore. */
  public List<String> leaked() {
    return facts.leaked(podAddresses);
  }

  /** Addresses of its pods that are not allocated, so that the next pod would get them too. */
  public List<String> unnoted() {
    return podAddresses.stream().filter(address -> !facts.taken().contains(address)).toList();
  }

  /** Whether the node's pod network is flannel, judging by its agent or a file that calls it. */
  public boolean usesFlannel() {
    return !agents.isEmpty()
        || facts.cni().files().stream().anyMatch(file -> file.plugins().contains("flannel"));
  }

  /** The ranges of other nodes that it has no route to. */
  public List<String> unrouted() {
    return otherRanges.stream().filter(range -> !facts.remote().contains(range)).toList();
  }

  /** The number of free addresses in the range. */
  public int free() {
    return node.podAddressCount() - facts.taken().size();
  }
}
