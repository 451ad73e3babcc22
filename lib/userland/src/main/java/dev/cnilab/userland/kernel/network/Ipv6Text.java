package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.kernel.GeneratedText;

/** /proc/net/if_inet6 (net/ipv6/addrconf.c). */
final class Ipv6Text {
  private static final int PERMANENT = 0x80;
  private static final int TENTATIVE = 0x40;
  private static final int SCOPE_HOST = 0x10;
  private static final int SCOPE_LINK = 0x20;

  private Ipv6Text() {}

  static void addresses(NetworkNamespace network, GeneratedText text) {
    for (Link link : network.links().all()) {
      link.inet6().address().ifPresent(own -> text.line(line(link, own)));
    }
  }

  private static String line(Link link, Ipv6Address own) {
    boolean loopback = link instanceof Loopback;
    int flags = PERMANENT | (link.inet6().isTentative() ? TENTATIVE : 0);
    return "%016x%016x %02x %02x %02x %02x %8s"
        .formatted(
            own.high(),
            own.low(),
            link.index(),
            loopback ? 128 : 64,
            loopback ? SCOPE_HOST : SCOPE_LINK,
            flags,
            link.name());
  }
}
