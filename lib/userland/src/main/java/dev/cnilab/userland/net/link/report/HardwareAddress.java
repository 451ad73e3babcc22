package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import java.util.Objects;

/** The text after {@code link/}; a tunnel without a link layer shows its end addresses there. */
record HardwareAddress(String type, String address, String broadcast) {
  static HardwareAddress of(Link link) {
    return switch (link) {
      case Loopback lo ->
          new HardwareAddress("loopback", lo.address().toString(), lo.address().toString());
      case Ipip tunnel ->
          new HardwareAddress(
              "ipip",
              Objects.requireNonNullElse(tunnel.local(), Ipv4Address.ANY).toString(),
              Objects.requireNonNullElse(tunnel.remote(), Ipv4Address.ANY).toString());
      default ->
          new HardwareAddress("ether", link.address().toString(), MacAddress.BROADCAST.toString());
    };
  }
}
