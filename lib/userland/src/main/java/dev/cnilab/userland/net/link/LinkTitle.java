package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.userland.net.command.Report;
import java.util.List;

/** How a link's entry begins, in {@code ip} and {@code bridge}: index, name and flags. */
public final class LinkTitle {
  private LinkTitle() {}

  /** Index, name and flags. */
  public static void print(Link link, Report out) {
    out.field("ifindex", "%d: ", link.index());
    flags(link, name(link, "%s: ", out), out);
  }

  /** Prints the name and what it is paired with; returns whether that is a peer here, and down. */
  static boolean name(Link link, String format, Report out) {
    if (!(link instanceof Veth veth)) {
      out.field("ifname", format, link.name());
      return false;
    }
    if (veth.peer().links() != link.links()) {
      out.json("link_index", veth.peer().index());
      out.field(
          "ifname", format, out.isJson() ? link.name() : link.name() + "@if" + veth.peer().index());
      return false;
    }
    out.json("link", veth.peer().name());
    out.field(
        "ifname", format, out.isJson() ? link.name() : link.name() + "@" + veth.peer().name());
    return !veth.peer().isUp();
  }

  static void flags(Link link, boolean peerDown, Report out) {
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
