package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.userland.kernel.GeneratedText;
import java.util.Objects;

/** /proc/net/arp (net/ipv4/arp.c, arp_format_neigh_entry). */
final class NeighborText {
  private static final int COMPLETE = 2;
  private static final int PERMANENT = 4;

  private NeighborText() {}

  static void of(NetworkNamespace network, GeneratedText text) {
    text.line("IP address       HW type     Flags       HW address            Mask     Device");
    for (NeighborEntry each : network.neighbors().list()) {
      if (each.state() != NeighborState.NOARP) {
        text.line(
            "%-16s 0x%-10x0x%-10x%-17s     *        %s"
                .formatted(
                    each.address(),
                    1,
                    flags(each.state()),
                    Objects.requireNonNullElse(each.mac(), MacAddress.ZERO),
                    each.link().name()));
      }
    }
  }

  private static int flags(NeighborState state) {
    return state == NeighborState.PERMANENT ? COMPLETE | PERMANENT : state.isValid() ? COMPLETE : 0;
  }
}
