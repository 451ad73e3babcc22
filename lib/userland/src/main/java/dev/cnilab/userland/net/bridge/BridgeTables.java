package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The tables of {@code brctl show} and {@code brctl showmacs}. */
final class BridgeTables {
  private BridgeTables() {}

  /** Prints the bridges of those names, or all; returns the exit status. */
  static int show(Process process, List<String> names) {
    int status = 0;
    Links links = process.network().links();
    StringBuilder table = new StringBuilder();
    links.all().stream()
        .filter(BridgeTables::isBridge)
        .filter(bridge -> names.isEmpty() || names.contains(bridge.name()))
        .sorted(Comparator.comparing(Link::name))
        .forEach(bridge -> table.append(row((Bridge) bridge)));
    for (String name : names) {
      try {
        named(links, name);
      } catch (CommandFailure missing) {
        process.err().println(missing.text());
        status = 1;
      }
    }
    if (!table.isEmpty()) {
      process.out().print("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n" + table);
    }
    return status;
  }

  /**
   * The bridge of that name.
   *
   * @throws CommandFailure if there is none, or it is not a bridge
   */
  static Bridge named(Links links, String name) {
    Link link =
        links
            .find(name)
            .orElseThrow(() -> CommandFailure.refused("bridge " + name + " does not exist!"));
    if (!isBridge(link)) {
      throw CommandFailure.refused("device " + name + " is not a bridge!");
    }
    return (Bridge) link;
  }

  private static boolean isBridge(Link link) {
    return link instanceof Bridge && !(link instanceof Datapath);
  }

  private static String row(Bridge bridge) {
    StringBuilder row =
        new StringBuilder(
            String.format(
                "%s\t\t%s\t%s\t\t",
                bridge.name(),
                bridge.identifier(),
                bridge.number("stp_state") == 0 ? "no" : "yes"));
    List<String> ports = bridge.ports().stream().map(port -> port.link().name()).sorted().toList();
    for (int i = 0; i < ports.size(); i++) {
      row.append(i == 0 ? "" : "\n\t\t\t\t\t\t\t").append(ports.get(i));
    }
    return row.append('\n').toString();
  }

  /** Prints the forwarding database. */
  static void showMacs(Process process, Bridge bridge) {
    StringBuilder table = new StringBuilder("port no\tmac addr\t\tis local?\tageing timer\n");
    List<FdbEntry> sorted = new ArrayList<>(bridge.fdb());
    sorted.sort(Comparator.comparingLong(entry -> entry.address().bits()));
    for (FdbEntry entry : sorted) {
      if (entry.port() == bridge) {
        continue; // the bridge's own entries have no port and are not listed here
      }
      int number = entry.port().port().map(BridgePort::number).orElse(0);
      boolean local = entry.kind() == FdbEntry.Kind.PERMANENT;
      double age = local ? 0 : entry.age().toMillis() / 1000.0;
      table.append(
          String.format(
              Locale.ROOT,
              "%3d\t%s\t%s\t\t%7.2f%n",
              number,
              entry.address(),
              local ? "yes" : "no",
              age));
    }
    process.out().print(table);
  }
}
