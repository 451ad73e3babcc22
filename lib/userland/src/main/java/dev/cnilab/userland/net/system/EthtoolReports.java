package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The other reports of {@code ethtool} about a link, apart from settings, driver and offloads.
 * Queue counters are real only if something here counts them; XDP programs do not exist.
 */
final class EthtoolReports {
  private static final int NO_STATISTICS = 94;
  private static final int NO_STRINGS = 96;

  private static final Map<String, Character> OPTIONS =
      Map.ofEntries(
          Map.entry("-S", 'S'),
          Map.entry("--statistics", 'S'),
          Map.entry("-P", 'P'),
          Map.entry("--show-permaddr", 'P'),
          Map.entry("-T", 'T'),
          Map.entry("--show-time-stamping", 'T'),
          Map.entry("-l", 'l'),
          Map.entry("--show-channels", 'l'),
          Map.entry("-g", 'g'),
          Map.entry("--show-ring", 'g'),
          Map.entry("-c", 'c'),
          Map.entry("--show-coalesce", 'c'),
          Map.entry("-a", 'a'),
          Map.entry("--show-pause", 'a'));

  private static final List<String> OF_A_QUEUE =
      List.of(
          "rx_queue_0_xdp_packets",
          "rx_queue_0_xdp_bytes",
          "rx_queue_0_drops",
          "rx_queue_0_xdp_redirect",
          "rx_queue_0_xdp_drops",
          "rx_queue_0_xdp_tx",
          "rx_queue_0_xdp_tx_errors",
          "tx_queue_0_xdp_xmit",
          "tx_queue_0_xdp_xmit_errors");

  private final Process process;

  EthtoolReports(Process process) {
    this.process = process;
  }

  /** Whether an option asks for one of these reports. */
  static boolean has(String option) {
    return OPTIONS.containsKey(option);
  }

  /** Prints the report of an option; returns the exit status. */
  int run(String option, List<String> words) {
    char what = OPTIONS.getOrDefault(option, ' ');
    if (words.size() > 1) {
      return fail(1, "ethtool (" + option + "): unknown parameter '" + words.get(1) + "'");
    }
    Optional<Link> link = process.network().links().find(words.getFirst());
    if (link.isEmpty()) {
      return missing(what);
    }
    return switch (what) {
      case 'S' -> statistics(link.get());
      case 'P' -> say("Permanent address: " + permanentAddress(link.get()));
      case 'T' -> say(stamps(link.get()));
      default -> hardware(option, link.get());
    };
  }

  /** Refuses what only a card has, or a veth pair's queues. */
  private int hardware(String option, Link link) {
    if (link instanceof Nic || (link instanceof Veth && OPTIONS.getOrDefault(option, ' ') == 'l')) {
      return fail(
          1, "ethtool: " + option + " of " + link.name() + " is not available on this machine");
    }
    return fail(1, "netlink error: Operation not supported");
  }

  private int missing(char what) {
    if (what == 'S') {
      return fail(NO_STRINGS, "Cannot get stats strings information: No such device");
    }
    String first = what == 'P' ? "" : "netlink error: no device matches name (offset 24)\n";
    return fail(1, first + "netlink error: No such device");
  }

  private int statistics(Link link) {
    if (link instanceof Nic) {
      return fail(1, "ethtool: -S of this card is not available on this machine");
    }
    if (!(link instanceof Veth veth)) {
      return fail(NO_STATISTICS, "no stats available");
    }
    StringBuilder text = new StringBuilder("NIC statistics:");
    text.append("\n     peer_ifindex: ").append(veth.peer().index());
    OF_A_QUEUE.forEach(name -> text.append("\n     ").append(name).append(": 0"));
    return say(text.toString());
  }

  /** A card's permanent address; other links have none. */
  private static String permanentAddress(Link link) {
    return link instanceof Nic ? link.address().toString() : "not set";
  }

  private static String stamps(Link link) {
    boolean transmits = !(link instanceof Bridge || link instanceof Vxlan);
    return ("Time stamping parameters for " + link.name() + ":\nCapabilities:\n")
        + (transmits ? "\tsoftware-transmit\n" : "")
        + "\tsoftware-receive\n\tsoftware-system-clock\nPTP Hardware Clock: none\n"
        + "Hardware Transmit Timestamp Modes: none\nHardware Receive Filter Modes: none";
  }

  private int say(String text) {
    process.out().println(text);
    return 0;
  }

  private int fail(int status, String text) {
    process.err().println(text);
    return status;
  }
}
