package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.Numbers;
import dev.cnilab.userland.net.command.iproute.Settings;

/** Prints a link's counters, with columns as wide as the numbers (print_stats64). */
final class StatisticsReport {
  private static final int[] WIDTHS = {10, 7, 6, 7, 7, 7};
  private static final String[] RX = {"bytes", "packets", "errors", "dropped", "missed", "mcast"};
  private static final String[] TX = {
    "bytes", "packets", "errors", "dropped", "carrier", "collsns"
  };
  private static final String[] RX_KEYS = {
    "bytes", "packets", "errors", "dropped", "over_errors", "multicast"
  };
  private static final String[] TX_KEYS = {
    "bytes", "packets", "errors", "dropped", "carrier_errors", "collisions"
  };
  private static final String[] RX_ERRORS = {"", "length", "crc", "frame", "fifo", "overrun"};
  private static final String[] TX_ERRORS = {"", "aborted", "fifo", "window", "heartbt", "transns"};

  private final CommandReport out;
  private final Settings settings;

  StatisticsReport(CommandReport out, Settings settings) {
    this.out = out;
    this.settings = settings;
  }

  void print(Link link) {
    LinkStatistics counted = link.statistics();
    long[] rx = {counted.rxBytes(), counted.rxPackets(), 0, counted.rxDropped(), 0, 0};
    long[] tx = {
      counted.txBytes(),
      counted.txPackets(),
      counted.txErrors(),
      counted.txDropped(),
      counted.txCarrierErrors(),
      0
    };
    int[] widths = WIDTHS.clone();
    for (int i = 0; i < widths.length; i++) {
      int digits = String.valueOf(Math.max(rx[i], tx[i])).length();
      widths[i] = settings.numbers() == Numbers.PLAIN ? Math.max(widths[i], digits) : widths[i];
    }
    out.openObject("stats64");
    block("rx", "    RX: ", RX, RX_KEYS, rx, widths);
    errors("    RX errors:", RX_ERRORS, 0, widths);
    out.text(settings.newline());
    block("tx", "    TX: ", TX, TX_KEYS, tx, widths);
    errors("    TX errors:", TX_ERRORS, link.state().carrierChanges(), widths);
    out.closeObject();
  }

  private void block(
      String key, String title, String[] heads, String[] keys, long[] values, int[] widths) {
    StringBuilder head = new StringBuilder(title);
    StringBuilder line = new StringBuilder("    ");
    out.openObject(key);
    for (int i = 0; i < values.length; i++) {
      head.append(pad(heads[i], i == 0 ? widths[i] - 4 : widths[i])).append(' ');
      line.append(pad(settings.numbers().text(values[i]), widths[i])).append(' ');
      out.json(keys[i], values[i]);
    }
    out.closeObject();
    out.text(head + "          " + settings.newline() + line);
  }

  private void errors(String title, String[] heads, int last, int[] widths) {
    if (settings.statistics() < 2) {
      return;
    }
    StringBuilder head = new StringBuilder(title).append(pad("", widths[0] - 10)).append(' ');
    StringBuilder line = new StringBuilder(pad("", widths[0] + 5));
    for (int i = 1; i < heads.length; i++) {
      head.append(pad(heads[i], widths[i])).append(' ');
      String value = i == heads.length - 1 ? String.valueOf(last) : "0";
      line.append(pad(value, widths[i])).append(' ');
    }
    out.text(settings.newline() + head + settings.newline() + line);
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
