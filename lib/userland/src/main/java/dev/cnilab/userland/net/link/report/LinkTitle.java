package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Stacked;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import java.util.List;
import java.util.Optional;

/** The start of a link's entry in {@code ip} and {@code bridge}: index, name and flags. */
public final class LinkTitle {
  private LinkTitle() {}

  /** Prints index, name and flags. */
  public static void print(Link link, CommandReport out) {
    out.field("ifindex", "%d: ", link.index());
    flags(link, name(link, "%s: ", out), out);
  }

  /** Prints a deleted link, which no longer has a peer. */
  static void printDeleted(Link link, CommandReport out) {
    out.field("ifindex", "%d: ", link.index());
    out.field("ifname", "%s: ", link instanceof Veth ? link.name() + "@NONE" : link.name());
    flags(link, false, out);
  }

  /**
   * Prints as {@code bridge link} does: it caches the names of this namespace's links only, and
   * shows a peer in another namespace under the name of the link that has its index here. Of a port
   * whose peer has the same index the kernel reports no peer (br_fill_ifinfo).
   */
  public static void printPort(Link link, CommandReport out) {
    Optional<String> namesake = Optional.empty();
    if (link instanceof Veth veth && veth.peer().index() == link.index()) {
      out.field("ifindex", "%d: ", link.index());
      out.field("ifname", "%s: ", link.name());
      flags(link, false, out);
      return;
    }
    if (link instanceof Veth veth && veth.peer().links() != link.links()) {
      namesake = link.links().find(veth.peer().index()).map(Link::name);
    }
    if (out.isJson() && link instanceof Veth veth && veth.peer().links() != link.links()) {
      out.field("ifindex", "%d: ", link.index());
      out.json("link", namesake.orElse("if" + veth.peer().index()));
      out.field("ifname", "%s: ", link.name());
      flags(link, false, out);
      return;
    }
    if (namesake.isEmpty() || out.isJson()) {
      print(link, out);
      return;
    }
    out.field("ifindex", "%d: ", link.index());
    out.field("ifname", "%s: ", link.name() + "@" + namesake.get());
    flags(link, false, out);
  }

  /** Prints as busybox does, which looks up the peer's index in its own namespace. */
  static void printBusybox(Link link, CommandReport out) {
    String name = link.name();
    boolean peerDown = false;
    if (link instanceof Ipip) {
      name += "@NONE";
    }
    if (other(link).isPresent()) {
      int index = link.lowerIndex();
      Optional<Link> namesake = link.links().find(index);
      name += "@" + namesake.map(Link::name).orElse("if" + index);
      peerDown = namesake.filter(Link::isUp).isEmpty();
    }
    out.text(link.index() + ": " + name + ": ");
    flags(link, peerDown, out);
  }

  /**
   * Prints the name and its peer or lower link; returns true if that is in this namespace and down.
   */
  static boolean name(Link link, String format, CommandReport out) {
    if (link instanceof Ipip) {
      out.field("ifname", format, out.isJson() ? link.name() : link.name() + "@NONE");
      return false;
    }
    Link other = other(link).orElse(null);
    if (other == null) {
      out.field("ifname", format, link.name());
      return false;
    }
    if (other == link) {
      out.field("ifname", format, out.isJson() ? link.name() : link.name() + "@NONE");
      return false;
    }
    if (other.links() != link.links()) {
      out.json("link_index", other.index());
      out.field("ifname", format, out.isJson() ? link.name() : link.name() + "@if" + other.index());
      return false;
    }
    out.json("link", other.name());
    out.field("ifname", format, out.isJson() ? link.name() : link.name() + "@" + other.name());
    return !other.isUp();
  }

  /** The peer or the lower link. */
  static Optional<Link> other(Link link) {
    return switch (link) {
      case Veth veth -> Optional.of(veth.peer());
      case Stacked upper -> Optional.of(upper.lower());
      default -> Optional.empty();
    };
  }

  static void flags(Link link, boolean peerDown, CommandReport out) {
    out.text("<");
    out.openArray("flags");
    List<String> flags = LinkFlags.of(link);
    for (int i = 0; i < flags.size(); i++) {
      out.element(i == 0 ? "%s" : ",%s", flags.get(i));
    }
    if (peerDown) {
      out.element(",%s", "M-DOWN");
    }
    out.closeArray();
    out.text("> ");
  }
}
