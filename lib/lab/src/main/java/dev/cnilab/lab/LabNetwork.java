package dev.cnilab.lab;

import static dev.cnilab.lab.LabObjects.node;
import static dev.cnilab.lab.LabObjects.nodes;
import static dev.cnilab.lab.LabObjects.pod;
import static dev.cnilab.lab.LabObjects.worker;
import static dev.cnilab.lab.LabSession.bench;

import dev.cnilab.lab.address.Allocations;
import dev.cnilab.lab.capture.LinkCapture;
import dev.cnilab.lab.capture.Packets;
import dev.cnilab.lab.cni.CniConfiguration;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.health.Diagnosis;
import dev.cnilab.lab.health.Witnesses;
import dev.cnilab.lab.network.Interfaces;
import dev.cnilab.lab.network.Neighbours;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.network.Routes;
import dev.cnilab.lab.network.Topology;
import dev.cnilab.lab.network.VethPairs;
import dev.cnilab.lab.network.mtu.Hops;
import dev.cnilab.lab.network.mtu.Sizes;
import dev.cnilab.lab.nodefault.CniHealth;
import dev.cnilab.lab.nodefault.Comparison;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.trace.PacketTrace;
import java.util.List;
import java.util.stream.IntStream;

/** The functions of a cell for the pod network: packets, links, routes, CNI, and what is wrong. */
public final class LabNetwork {
  private static final String THREE_TIMES = "-c 3";
  private static final int JOURNAL_LINES = 20;

  private LabNetwork() {}

  @Doc(
      value = "pings three times, from a pod to a pod or an address",
      example = "ping(\"nettest-1\", \"nettest-2\")",
      kubectl = "kubectl exec NAME -- ping -c 3 ADDRESS")
  public static Ping ping(String from, String to) {
    return ping(pod(from), to);
  }

  @Doc(
      value = "the same from a pod or a node",
      example = "ping(worker(1), \"nettest-2\")",
      kubectl = "./lab node NAME -- ping -c 3 ADDRESS")
  public static Ping ping(Place from, String to) {
    return bench().probes().ping(from, to, THREE_TIMES);
  }

  @Doc(
      value = "pings as often as you like; .chart() draws the round trips",
      example = "ping(\"nettest-1\", \"nettest-2\", 10).chart()",
      kubectl = "kubectl exec NAME -- ping -c 10 -i 0.2 ADDRESS")
  public static Ping ping(String from, String to, int times) {
    return bench().probes().ping(pod(from), to, "-c " + times + " -i 0.2");
  }

  @Doc(
      value = "records the packets on a pod's eth0 while something is done, and can save them",
      example = "capture(\"nettest-1\", () -> ping(\"nettest-1\", \"nettest-2\"))",
      kubectl = "kubectl exec NAME -- tcpdump -i eth0 -w FILE")
  public static Packets capture(String pod, Runnable something) {
    return capture(pod(pod), "eth0", "", something);
  }

  @Doc(
      value = "the same on any link of a pod or a node; the filter is tcpdump's",
      example =
          "capture(worker(1), \"eth0\", \"udp port 8472\", () -> ping(\"nettest-1\","
              + " \"nettest-2\"))",
      kubectl = "./lab node NAME -- tcpdump -i eth0 -w FILE udp port 8472")
  public static Packets capture(Place place, String link, String filter, Runnable something) {
    return new LinkCapture(place, link, filter).during(something);
  }

  @Doc(
      value = "follows one packet through every namespace and table; embedded cluster only",
      example = "trace(\"nettest-1\", \"nettest-2\")")
  public static PacketTrace trace(String from, String to) {
    return trace(pod(from), to);
  }

  @Doc(value = "the same from a pod or a node", example = "trace(worker(1), \"nettest-2\")")
  public static PacketTrace trace(Place from, String to) {
    return bench().tracer().trace(from, bench().probes().address(to));
  }

  @Doc(
      value = "the interfaces of a pod",
      example = "interfaces(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip addr show")
  public static Interfaces interfaces(String pod) {
    return interfaces(pod(pod));
  }

  @Doc(
      value = "the interfaces of a pod or a node",
      example = "interfaces(worker(1))",
      kubectl = "./lab node NAME -- ip addr show")
  public static Interfaces interfaces(Place place) {
    return bench().probes().interfaces(place);
  }

  @Doc(
      value = "the routes of a pod",
      example = "routes(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip route show")
  public static Routes routes(String pod) {
    return routes(pod(pod));
  }

  @Doc(
      value = "the routes of a pod or a node",
      example = "routes(worker(1))",
      kubectl = "./lab node NAME -- ip route show")
  public static Routes routes(Place place) {
    return bench().probes().routes(place);
  }

  @Doc(
      value = "the neighbour (ARP) table of a pod",
      example = "neighbours(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip neigh show")
  public static Neighbours neighbours(String pod) {
    return neighbours(pod(pod));
  }

  @Doc(
      value = "the neighbour (ARP) table of a pod or a node",
      example = "neighbours(worker(1))",
      kubectl = "./lab node NAME -- ip neigh show")
  public static Neighbours neighbours(Place place) {
    return bench().probes().neighbours(place);
  }

  @Doc(
      value = "the CNI configuration of every node: files, which one wins, plugins, binaries",
      example = "cniConfiguration()",
      kubectl = "./lab node NAME -- sh -c 'cat /etc/cni/net.d/*; ls -la /opt/cni/bin'")
  public static CniConfiguration cniConfiguration() {
    return new CniConfiguration(nodes().list().stream().map(NodeCni::of).toList());
  }

  @Doc(
      value = "the last lines of a service's log on a node",
      example = "journal(worker(1), \"containerd\")",
      kubectl = "./lab node NAME -- journalctl -u containerd -n 20")
  public static Output journal(Node node, String unit) {
    return bench().probes().journal(node, unit, JOURNAL_LINES);
  }

  @Doc(
      value = "finds what is wrong with a pod, with the evidence",
      example = "diagnose(\"probe\")",
      kubectl = "kubectl describe pod NAME")
  public static Diagnosis diagnose(String pod) {
    return bench().doctor().examine(pod(pod));
  }

  @Doc(
      value = "finds what is wrong with a node, with the evidence",
      example = "diagnose(worker(1))",
      kubectl = "kubectl describe node NAME")
  public static Diagnosis diagnose(Node node) {
    return bench().doctor().examine(node);
  }

  @Doc(
      value = "nodes side by side, in each place where a pod network can break",
      example = "compare(worker(1), worker(2))")
  public static Comparison compare(Node... nodes) {
    return new Comparison(NodeState.of(bench().workloads(), nodes));
  }

  @Doc(
      value = "what each layer says about a pod's failure: events, node, kubelet, containerd",
      example = "witnesses(\"late\", worker(1))",
      kubectl = "kubectl describe pod NAME; ./lab node NODE -- journalctl -u containerd")
  public static Witnesses witnesses(String pod, Node node) {
    return Witnesses.of(bench().workloads(), pod(pod), node(node.name()));
  }

  @Doc(
      value = "the MTU of each interface between two pods",
      example = "hops(\"nettest-1\", \"nettest-2\")",
      kubectl = "kubectl exec NAME -- ip link show eth0; ./lab node NODE -- ip link show")
  public static Hops hops(String from, String to) {
    return Hops.between(bench().workloads(), bench().probes(), pod(from), pod(to));
  }

  @Doc(
      value = "pings of several sizes that must not be fragmented; .chart() draws them",
      example = "sizes(\"nettest-1\", \"nettest-2\", 1372, 1422, 1423)",
      kubectl = "kubectl exec NAME -- ping -M do -s SIZE -c 1 -W 1 ADDRESS")
  public static Sizes sizes(String from, String to, int... payloads) {
    return new Sizes(
        hops(from, to),
        IntStream.of(payloads)
            .mapToObj(
                size ->
                    new Sizes.Size(
                        size,
                        bench().probes().ping(pod(from), to, "-M do -s " + size + " -c 1 -W 1")))
            .toList());
  }

  @Doc(
      value = "the addresses of both workers: used, leaked, free; .chart() draws them",
      example = "addresses()",
      kubectl = "./lab node NAME -- ls /var/lib/cni/networks/cbr0")
  public static Allocations addresses() {
    return Allocations.of(NodeState.workers(bench().workloads()));
  }

  @Doc(
      value = "the pod network's health, node by node",
      example = "cniHealth()",
      kubectl =
          "kubectl get nodes; kubectl -n kube-flannel get pods -o wide; ./lab node NAME -- ls"
              + " /etc/cni/net.d")
  public static CniHealth cniHealth() {
    return new CniHealth(NodeState.workers(bench().workloads()));
  }

  @Doc(
      value = "the pods of a node with both ends of their veth pairs",
      example = "vethPairs(worker(1))",
      kubectl = "./lab node NAME -- sh -c 'ip netns list; ip link show; brctl show'")
  public static VethPairs vethPairs(Node node) {
    return VethPairs.of(bench().workloads(), node);
  }

  @Doc(
      value = "the pod network of both workers as a picture",
      example = "topology()",
      kubectl = "./lab node NAME -- sh -c 'ip addr; brctl show; ip route'")
  public static Topology topology() {
    return new Topology(List.of(vethPairs(worker(1)), vethPairs(worker(2))));
  }
}
