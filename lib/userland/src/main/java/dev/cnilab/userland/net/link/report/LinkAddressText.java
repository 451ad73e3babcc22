package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import java.util.Objects;

/** The text after {@code link/}; a tunnel without a link layer shows its end addresses there. */
record LinkAddressText(String type, String address, String broadcast) {
  static LinkAddressText of(Link link) {
    return switch (link) {
      case Loopback lo ->
          new LinkAddressText("loopback", lo.address().toString(), lo.address().toString());
      case Ipip tunnel ->
          new LinkAddressText(
              "ipip",
              Objects.requireNonNullElse(tunnel.local(), Ipv4Address.ANY).toString(),
              Objects.requireNonNullElse(tunnel.remote(), Ipv4Address.ANY).toString());
      default ->
          new LinkAddressText("ether", link.address().toString(), MacAddress.BROADCAST.toString());
    };
  }
}
