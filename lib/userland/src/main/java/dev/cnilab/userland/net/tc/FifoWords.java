package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.Fifo;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.util.Locale;

/** Parses and prints the settings of {@code tc qdisc add … pfifo|bfifo}; tc/q_fifo.c. */
final class FifoWords {
  private FifoWords() {}

  /**
   * The limit that follows, or the default one: the link's queue length.
   *
   * @return in packets, or in bytes for a bfifo
   */
  static long limit(Fifo.Kind kind, Link link, Arguments words) {
    long packets = Math.max(1, link.options().queueLength());
    long limit = kind == Fifo.Kind.BFIFO ? packets * (link.mtu() + EthernetFrame.HEADER) : packets;
    while (!words.isEmpty()) {
      String word = words.next();
      String name = kind.name().toLowerCase(Locale.ROOT);
      if (word.equals("help")) {
        throw CommandFailure.refused(Usage.text("tc-fifo"));
      } else if (kind == Fifo.Kind.PFIFO_FAST || !word.equals("limit")) {
        throw CommandFailure.refused(
            name + ": unknown parameter \"" + word + "\"\n" + Usage.text("tc-fifo"));
      }
      String value = words.next();
      limit =
          Quantities.size(value)
              .orElseThrow(
                  () ->
                      CommandFailure.refused(
                          name + ": Illegal value for \"limit\": \"" + value + "\""));
    }
    return limit;
  }

  static String shown(Fifo fifo) {
    return switch (fifo.order()) {
      case PFIFO -> " limit " + fifo.limit() + "p";
      case BFIFO -> " limit " + Quantities.shownSize(fifo.limit());
      case PFIFO_FAST -> " bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1";
    };
  }
}
