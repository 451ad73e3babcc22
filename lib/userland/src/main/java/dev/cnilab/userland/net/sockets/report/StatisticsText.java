package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.userland.kernel.network.ProtocolCounters;
import dev.cnilab.userland.net.command.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code netstat -s} (net-tools' statistics.c). */
final class StatisticsText {
  /** How a counter is worded, by protocol and name. */
  private static final Map<String, Wording> WORDINGS = wordings();

  /**
   * How a counter is worded.
   *
   * @param always whether it is printed even if it is 0
   * @param title the line above the group that it belongs to; empty for none
   * @param format of the number
   */
  private record Wording(boolean always, String title, String format) {}

  private final List<String> lines = new ArrayList<>();

  /** The title of the last group, which also indents counters without a wording after it. */
  private String title = "";

  private StatisticsText() {}

  private static Map<String, Wording> wordings() {
    Map<String, Wording> all = new LinkedHashMap<>();
    for (String line : Usage.text("netstat-statistics").lines().toList()) {
      String[] cells = line.split(" \\| ", -1);
      all.put(cells[0], new Wording(cells[1].equals("always"), cells[2], cells[3]));
    }
    return all;
  }

  /**
   * The statistics of the protocols with one of these letters; none stands for all.
   *
   * @param letters t for TCP, u for UDP, w for IP and ICMP
   */
  static String of(List<ProtocolCounters> all, Set<Character> letters) {
    StatisticsText text = new StatisticsText();
    for (ProtocolCounters each : all) {
      if (isChosen(each.name(), letters)) {
        text.title = each.name().endsWith("Ext") ? "" : text.title;
        text.lines.add(each.name() + ":");
        each.values().forEach((key, value) -> text.print(each.name() + key, key, value));
      }
    }
    return String.join("\n", text.lines) + "\n";
  }

  private static boolean isChosen(String protocol, Set<Character> letters) {
    boolean all = !letters.contains('t') && !letters.contains('u') && !letters.contains('w');
    return all
        || switch (protocol) {
          case "Tcp", "TcpExt" -> letters.contains('t');
          case "Udp" -> letters.contains('u');
          case "Ip", "Icmp" -> letters.contains('w');
          default -> true;
        };
  }

  private void print(String name, String key, long value) {
    Wording known = WORDINGS.get(name);
    if (known != null && !known.title().equals(title)) {
      title = known.title();
      if (!title.isEmpty()) {
        lines.add("    " + title);
      }
    }
    String indent = title.isEmpty() ? "    " : "        ";
    if (known == null && value != 0) {
      lines.add(indent + key + ": " + value);
    } else if (known != null && !known.format().isEmpty() && (known.always() || value != 0)) {
      lines.add(indent + known.format().replace("%", Long.toString(value)));
    }
  }
}
