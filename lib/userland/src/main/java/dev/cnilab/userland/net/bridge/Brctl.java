package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code brctl} of bridge-utils. */
public final class Brctl implements Program {
  @Override
  public int run(Process process) {
    try {
      return run(process, process.arguments().subList(1, process.arguments().size()));
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      process.err().println(attempt(process) + refused.errno().text());
      return 1;
    }
  }

  private static String attempt(Process process) {
    List<String> words = process.arguments();
    String name = words.size() > 2 ? words.get(2) : "";
    return switch (words.get(1)) {
      case "addbr" -> "add bridge failed: ";
      case "delbr" -> "can't delete bridge " + name + ": ";
      case "addif" -> "can't add " + words.getLast() + " to bridge " + name + ": ";
      case "delif" -> "can't delete " + words.getLast() + " from " + name + ": ";
      default -> "brctl: ";
    };
  }

  private static int run(Process process, List<String> words) {
    if (words.isEmpty()) {
      process.out().println(Usage.text("brctl"));
      return 1;
    }
    if (words.getFirst().matches("-V|--version")) {
      process.out().println("bridge-utils, 1.7");
      return 0;
    } else if (words.getFirst().matches("-h|--help")) {
      process.out().println(Usage.text("brctl"));
      return 0;
    } else if (words.getFirst().matches("-.+")) {
      String word = words.getFirst();
      process
          .err()
          .println(
              "brctl: "
                  + (word.startsWith("--")
                      ? "unrecognized option '" + word + "'"
                      : "invalid option -- '" + word.charAt(1) + "'")
                  + "\nUnknown option '?'");
      process.out().println(Usage.text("brctl"));
      return 1;
    }
    Links links = process.network().links();
    List<String> operands = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "show" -> {
        return show(process, links, operands);
      }
      case "addbr" -> addBridge(links, one(operands, "addbr <bridge>\t\tadd bridge"));
      case "delbr" -> deleteBridge(links, one(operands, "delbr <bridge>\t\tdelete bridge"));
      case "addif" -> {
        two(operands, "addif <bridge> <device>\tadd interface to bridge");
        Bridge bridge = bridge(links, operands.getFirst());
        operands.subList(1, operands.size()).forEach(name -> addPort(links, bridge, name));
      }
      case "delif" -> {
        two(operands, "delif <bridge> <device>\tdelete interface from bridge");
        Bridge bridge = bridge(links, operands.getFirst());
        operands.subList(1, operands.size()).forEach(name -> removePort(links, bridge, name));
      }
      case "hairpin" -> hairpin(links, operands);
      case "showmacs" ->
          showMacs(
              process,
              bridge(links, one(operands, "showmacs <bridge>\t\tshow a list of mac addrs")));
      case "setageing", "setbridgeprio", "setfd", "sethello", "setmaxage", "stp" -> {
        two(operands, words.getFirst() + " <bridge> <value>");
        setNumber(bridge(links, operands.getFirst()), words.getFirst(), operands.get(1));
      }
      default -> {
        process.err().println("never heard of command [" + words.getFirst() + "]");
        process.out().println(Usage.text("brctl"));
        return 1;
      }
    }
    return 0;
  }

  private static String one(List<String> operands, String usage) {
    if (operands.size() != 1) {
      throw wrongCount(usage);
    }
    return operands.getFirst();
  }

  /** Times are given in seconds and stored in hundredths of a second. */
  private static void setNumber(Bridge bridge, String command, String value) {
    boolean on = List.of("on", "yes", "1").contains(value);
    switch (command) {
      case "stp" -> bridge.setNumber("stp_state", on ? 1 : 0);
      case "setbridgeprio" -> bridge.setNumber("priority", Long.decode(value));
      case "setageing" -> bridge.setNumber("ageing_time", hundredths(value));
      case "setfd" -> bridge.setNumber("forward_delay", hundredths(value));
      case "sethello" -> bridge.setNumber("hello_time", hundredths(value));
      default -> bridge.setNumber("max_age", hundredths(value));
    }
  }

  private static long hundredths(String seconds) {
    try {
      return Math.round(Double.parseDouble(seconds) * 100);
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.refused("bad time value");
    }
  }

  private static void two(List<String> operands, String usage) {
    if (operands.size() < 2) {
      throw wrongCount(usage);
    }
  }

  private static CommandFailure wrongCount(String usage) {
    return CommandFailure.refused(
        "Incorrect number of arguments for command\nUsage: brctl " + usage);
  }

  private static int show(Process process, Links links, List<String> names) {
    int status = 0;
    StringBuilder table = new StringBuilder();
    links.all().stream()
        .filter(Brctl::isBridge)
        .filter(bridge -> names.isEmpty() || names.contains(bridge.name()))
        .sorted(Comparator.comparing(Link::name))
        .forEach(bridge -> table.append(row((Bridge) bridge)));
    for (String name : names) {
      if (links.find(name).isEmpty()) {
        process.err().println("bridge " + name + " does not exist!");
        status = 1;
      } else if (!isBridge(links.find(name).get())) {
        process.err().println("device " + name + " is not a bridge!");
        status = 1;
      }
    }
    if (!table.isEmpty()) {
      process.out().print("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n" + table);
    }
    return status;
  }

  private static boolean isBridge(Link link) {
    return link instanceof Bridge && !(link instanceof Datapath);
  }

  private static String row(Bridge bridge) {
    String id = bridge.id().toString().replace(":", "");
    StringBuilder row =
        new StringBuilder(
            String.format(
                "%s\t\t%04x.%s\t%s\t\t",
                bridge.name(),
                bridge.numbers().getOrDefault("priority", 0x8000L),
                id,
                bridge.numbers().getOrDefault("stp_state", 0L) == 0 ? "no" : "yes"));
    List<String> ports = bridge.ports().stream().map(port -> port.link().name()).sorted().toList();
    for (int i = 0; i < ports.size(); i++) {
      row.append(i == 0 ? "" : "\n\t\t\t\t\t\t\t").append(ports.get(i));
    }
    return row.append('\n').toString();
  }

  private static void addBridge(Links links, String name) {
    if (links.find(name).isPresent()) {
      throw CommandFailure.refused(
          "device " + name + " already exists; can't create bridge with the same name");
    }
    links.addBridge(name);
  }

  private static void deleteBridge(Links links, String name) {
    Link found =
        links
            .find(name)
            .orElseThrow(
                () -> CommandFailure.refused("bridge " + name + " doesn't exist; can't delete it"));
    if (found.isUp()) {
      throw CommandFailure.refused("bridge " + name + " is still up; can't delete it");
    }
    found.delete();
  }

  private static Bridge bridge(Links links, String name) {
    if (links.find(name).orElse(null) instanceof Bridge bridge) {
      return bridge;
    }
    throw CommandFailure.refused("bridge " + name + " does not exist!");
  }

  private static Link link(Links links, String name) {
    return links
        .find(name)
        .orElseThrow(() -> CommandFailure.refused("interface " + name + " does not exist!"));
  }

  private static void addPort(Links links, Bridge bridge, String name) {
    Link link = link(links, name);
    if (link.master().isPresent()) {
      throw CommandFailure.refused(
          "device "
              + name
              + " is already a member of a bridge; can't add it to bridge "
              + bridge.name()
              + ".");
    }
    link.setMaster(bridge);
  }

  private static void removePort(Links links, Bridge bridge, String name) {
    Link link = link(links, name);
    if (link.master().filter(bridge::equals).isEmpty()) {
      throw CommandFailure.refused("device " + name + " is not a port of " + bridge.name());
    }
    link.clearMaster();
  }

  private static void hairpin(Links links, List<String> operands) {
    if (operands.size() != 3) {
      throw wrongCount("hairpin <bridge> <port> {on|off}\tturn hairpin on/off");
    }
    Bridge bridge = bridge(links, operands.getFirst());
    BridgePort port =
        link(links, operands.get(1))
            .port()
            .filter(each -> each.bridge() == bridge)
            .orElseThrow(
                () ->
                    CommandFailure.refused(
                        "device " + operands.get(1) + " is not a port of " + bridge.name()));
    String word = operands.get(2);
    if (!List.of("on", "off", "yes", "no", "1", "0").contains(word)) {
      throw CommandFailure.refused("expect on/off for argument");
    }
    port.setHairpin(List.of("on", "yes", "1").contains(word));
  }

  private static void showMacs(Process process, Bridge bridge) {
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
