package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.userland.kernel.GeneratedText;

/** /proc/net/dev (net/core/net-procfs.c, dev_seq_printf_stats). */
final class LinkText {
  private LinkText() {}

  static void of(NetworkNamespace network, GeneratedText text) {
    text.line(
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\
        """);
    for (Link link : network.links().all()) {
      LinkStatistics counted = link.statistics();
      text.line(
          "%6s: %7d %7d %4d %4d %4d %5d %10d %9d %8d %7d %4d %4d %4d %5d %7d %10d"
              .formatted(
                  link.name(),
                  counted.rxBytes(),
                  counted.rxPackets(),
                  0,
                  counted.rxDropped(),
                  0,
                  0,
                  0,
                  0,
                  counted.txBytes(),
                  counted.txPackets(),
                  counted.txErrors(),
                  counted.txDropped(),
                  0,
                  0,
                  counted.txCarrierErrors(),
                  0));
    }
  }
}
