package dev.cnilab.lab.network.mtu;

import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.network.Interfaces;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.network.Route;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import dev.cnilab.lab.workload.Nodes;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The interfaces that a packet passes from one pod to another, with the size each allows. */
public record Hops(String from, String to, List<Hop> list, List<Output> outputs)
    implements Tabular {

  /** The IP and ICMP headers around a ping's payload, in bytes. */
  static final int PING_HEADERS = 28;

  /** The overhead of VXLAN per packet: Ethernet, VXLAN, UDP and IP headers, in bytes. */
  static final int VXLAN = 50;

  /**
   * An interface.
   *
   * @param where the pod or node it belongs to
   * @param mtu in bytes
   * @param wrapping the bytes added to pods' packets before they get here
   */
  public record Hop(String where, String name, int mtu, int wrapping) {

    /** The largest pod packet that fits, in bytes. */
    public int carries() {
      return mtu - wrapping;
    }
  }

  public Hops {
    list = List.copyOf(list);
    outputs = List.copyOf(outputs);
  }

  /** Examines the places between two pods. */
  public static Hops between(Workloads workloads, Probes probes, Pod from, Pod to) {
    Nodes nodes = workloads.nodes();
    Node here = nodes.find(from.nodeName());
    Node there = nodes.find(to.nodeName());
    List<Hop> list = new ArrayList<>(up(probes, from, here));
    List<Hop> down = new ArrayList<>(up(probes, to, there));
    if (!here.name().equals(there.name())) {
      list.addAll(out(probes, here, there));
      List<Hop> in = new ArrayList<>(out(probes, there, here));
      Collections.reverse(in);
      list.addAll(in);
    } else {
      down.removeLast(); // the bridge is the same
    }
    Collections.reverse(down);
    list.addAll(down);
    return new Hops(
        from.name(),
        to.name(),
        list,
        Stream.of(from, here, there, to).map(place -> probes.interfaces(place).output()).toList());
  }

  /** From a pod to the bridge of its node. */
  private static List<Hop> up(Probes probes, Pod pod, Node node) {
    Interfaces links = probes.interfaces(node);
    Optional<Interface> eth0 = probes.interfaces(pod).find("eth0");
    Optional<Interface> veth = eth0.flatMap(end -> links.find(end.peerIndex()));
    Optional<Interface> bridge = veth.flatMap(end -> links.find(end.master()));
    List<Hop> hops = new ArrayList<>();
    eth0.ifPresent(link -> hops.add(hop(pod.name(), link, 0)));
    veth.ifPresent(link -> hops.add(hop(node.name(), link, 0)));
    bridge.ifPresent(link -> hops.add(hop(node.name(), link, 0)));
    return hops;
  }

  /** From the bridge of a node to its link to another node. */
  private static List<Hop> out(Probes probes, Node node, Node other) {
    Interfaces links = probes.interfaces(node);
    String device = probes.routes(node).to(other.podCidr()).map(Route::device).orElse("");
    Optional<Interface> wire =
        links.list().stream().filter(link -> link.ipv4().equals(node.ip())).findFirst();
    Optional<Interface> tunnel =
        links.find(device).filter(link -> wire.filter(link::equals).isEmpty());
    List<Hop> hops = new ArrayList<>();
    tunnel.ifPresent(link -> hops.add(hop(node.name(), link, 0)));
    wire.ifPresent(link -> hops.add(hop(node.name(), link, tunnel.isPresent() ? VXLAN : 0)));
    return hops;
  }

  private static Hop hop(String where, Interface link, int wrapping) {
    return new Hop(where, link.name(), link.mtu(), wrapping);
  }

  /** The smallest size that one of them allows, in bytes of a pod's packet. */
  public int narrowest() {
    return list.stream().mapToInt(Hop::carries).min().orElse(0);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "The way from " + from + " to " + to,
                List.of("where", "interface", "mtu", "carries packets of pods up to", "so ping -s"),
                list,
                this::row);
    for (Output output : outputs) {
      view = view.folded(output.kubectl(), output.printed());
    }
    return view;
  }

  private List<Cell> row(Hop hop) {
    boolean tooNarrow = hop.carries() == narrowest() && narrowest() < list.getFirst().mtu();
    return List.of(
        Cell.of(hop.where()),
        Cell.of(hop.name()),
        Cell.of(hop.mtu()),
        tooNarrow ? Cell.bad(hop.carries() + ", the narrowest") : Cell.of(hop.carries()),
        Cell.of(hop.carries() - PING_HEADERS));
  }
}
