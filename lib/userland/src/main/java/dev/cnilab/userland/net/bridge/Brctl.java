package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code brctl} of bridge-utils 1.7. */
public final class Brctl implements Program {
  /** What each command needs at least; more operands are ignored. */
  private static final Map<String, Integer> OPERANDS =
      Map.ofEntries(
          Map.entry("addbr", 1),
          Map.entry("delbr", 1),
          Map.entry("addif", 2),
          Map.entry("delif", 2),
          Map.entry("hairpin", 3),
          Map.entry("setageing", 2),
          Map.entry("setbridgeprio", 2),
          Map.entry("setfd", 2),
          Map.entry("sethello", 2),
          Map.entry("setmaxage", 2),
          Map.entry("setpathcost", 3),
          Map.entry("setportprio", 3),
          Map.entry("show", 0),
          Map.entry("showmacs", 1),
          Map.entry("showstp", 1),
          Map.entry("stp", 2));

  @Override
  public int run(Process process) {
    try {
      return run(process, process.arguments().subList(1, process.arguments().size()));
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      process.err().println(attempt(process.arguments()) + refused.errno().text());
      return 1;
    }
  }

  private static String attempt(List<String> words) {
    String name = words.size() > 2 ? words.get(2) : "";
    return switch (words.get(1)) {
      case "addbr" -> "add bridge failed: ";
      case "delbr" -> "can't delete bridge " + name + ": ";
      case "addif" -> "can't add " + words.get(3) + " to bridge " + name + ": ";
      case "delif" -> "can't delete " + words.get(3) + " from " + name + ": ";
      case "hairpin" -> "can't set " + words.get(3) + " to hairpin on bridge " + name + ": ";
      case "showmacs" -> "read of forward table failed: ";
      case "setageing" -> "set ageing time failed: ";
      case "setbridgeprio" -> "set bridge priority failed: ";
      case "setfd" -> "set forward delay failed: ";
      case "sethello" -> "set hello timer failed: ";
      case "setmaxage" -> "set max age failed: ";
      case "setpathcost" -> "set path cost failed: ";
      case "setportprio" -> "set port priority failed: ";
      default -> "set " + words.get(1) + " status failed: ";
    };
  }

  private static int run(Process process, List<String> words) {
    Optional<String> option =
        words.stream().filter(word -> word.startsWith("-") && word.length() > 1).findFirst();
    if (option.isPresent()) {
      return option(process, option.get());
    }
    if (words.isEmpty()) {
      process.out().println(Usage.text("brctl"));
      return 1;
    }
    String command = words.getFirst();
    List<String> operands = words.subList(1, words.size());
    if (!OPERANDS.containsKey(command)) {
      process.err().println("never heard of command [" + command + "]");
      process.out().println(Usage.text("brctl"));
      return 1;
    }
    if (operands.size() < OPERANDS.get(command)) {
      process
          .out()
          .println("Incorrect number of arguments for command\nUsage: brctl " + usage(command));
      return 1;
    }
    Links links = process.network().links();
    switch (command) {
      case "show" -> {
        return BridgeTables.show(process, operands);
      }
      case "addbr" -> addBridge(links, operands.getFirst());
      case "delbr" -> deleteBridge(links, operands.getFirst());
      case "addif" -> {
        Bridge bridge = existing(links, operands.getFirst());
        operands.subList(1, operands.size()).forEach(name -> addPort(links, bridge, name));
      }
      case "delif" -> {
        Bridge bridge = existing(links, operands.getFirst());
        operands.subList(1, operands.size()).forEach(name -> removePort(links, bridge, name));
      }
      case "hairpin" -> {
        Bridge bridge = existing(links, operands.getFirst());
        link(links, operands.get(1));
        boolean on = isOn(operands.get(2));
        port(links, bridge, operands.get(1)).set(Switch.HAIRPIN, on);
      }
      case "setpathcost" -> {
        int cost = number(operands.get(2), "path cost value");
        port(links, bridge(links, operands.getFirst()), operands.get(1)).setCost(cost);
      }
      case "setportprio" -> {
        int priority = number(operands.get(2), "path priority value");
        port(links, bridge(links, operands.getFirst()), operands.get(1)).setPriority(priority);
      }
      case "showmacs" -> BridgeTables.showMacs(process, bridge(links, operands.getFirst()));
      case "showstp" ->
          process.out().print(SpanningTreeText.of(BridgeTables.named(links, operands.getFirst())));
      default -> set(links, command, operands.getFirst(), operands.get(1));
    }
    return 0;
  }

  private static int option(Process process, String word) {
    if (word.matches("-V|--version")) {
      process.out().println("bridge-utils, 1.7");
      return 0;
    }
    if (!word.matches("-h|--help")) {
      String what =
          word.startsWith("--")
              ? "unrecognized option '" + word + "'"
              : "invalid option -- '" + word.charAt(1) + "'";
      process.err().println("brctl: " + what + "\nUnknown option '?'");
    }
    process.out().println(Usage.text("brctl"));
    return word.matches("-h|--help") ? 0 : 1;
  }

  /** The line of the usage text about a command, as brctl prints it for too few operands. */
  private static String usage(String command) {
    return Usage.text("brctl")
        .lines()
        .filter(line -> line.startsWith("\t" + command))
        .map(line -> line.strip().replaceFirst("\\s+", " "))
        .findFirst()
        .orElseThrow();
  }

  /** Times are given in seconds and stored in hundredths of a second. */
  private static void set(Links links, String command, String name, String value) {
    switch (command) {
      case "stp" -> {
        long on = isOn(value) ? 1 : 0;
        bridge(links, name).setNumber("stp_state", on);
      }
      case "setbridgeprio" -> {
        // The kernel takes 16 bits of it.
        long priority = number(value, "priority") & 0xffff;
        bridge(links, name).setNumber("priority", priority);
      }
      case "setageing" -> setTime(links, name, "ageing_time", value, "ageing time value");
      case "setfd" -> setTime(links, name, "forward_delay", value, "forward delay value");
      case "sethello" -> setTime(links, name, "hello_time", value, "hello timer value");
      default -> setTime(links, name, "max_age", value, "max age value");
    }
  }

  private static void setTime(Links links, String name, String key, String value, String what) {
    Matcher seconds = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+").matcher(value);
    if (!seconds.lookingAt()) {
      throw CommandFailure.refused("bad " + what);
    }
    long hundredths = Math.round(Double.parseDouble(seconds.group()) * 100);
    bridge(links, name).setNumber(key, hundredths);
  }

  /** A number as C's {@code sscanf("%i")} reads it: what follows the digits is ignored. */
  private static int number(String word, String what) {
    Matcher digits = Pattern.compile("0[xX]\\p{XDigit}{1,7}|\\d{1,9}").matcher(word);
    if (!digits.lookingAt()) {
      throw CommandFailure.refused("bad " + what);
    }
    return Integer.decode(digits.group());
  }

  private static boolean isOn(String word) {
    return switch (word) {
      case "on", "yes", "1" -> true;
      case "off", "no", "0" -> false;
      default -> throw CommandFailure.refused("expect on/off for argument");
    };
  }

  private static void addBridge(Links links, String name) {
    String cut = name.substring(0, Math.min(name.length(), Links.LONGEST_NAME));
    if (links.find(cut).isPresent()) {
      throw CommandFailure.refused(
          "device " + name + " already exists; can't create bridge with the same name");
    }
    links.addBridge(cut);
  }

  private static void deleteBridge(Links links, String name) {
    Link found =
        links
            .find(name)
            .orElseThrow(
                () -> CommandFailure.refused("bridge " + name + " doesn't exist; can't delete it"));
    if (!(found instanceof Bridge)) {
      throw new ErrnoException(Errno.EPERM);
    }
    if (found.isUp()) {
      throw CommandFailure.refused("bridge " + name + " is still up; can't delete it");
    }
    found.delete();
  }

  /** A bridge; commands that change ports look first whether it exists. */
  private static Bridge existing(Links links, String name) {
    if (links.find(name).isEmpty()) {
      throw CommandFailure.refused("bridge " + name + " does not exist!");
    }
    return bridge(links, name);
  }

  /**
   * A bridge.
   *
   * @throws ErrnoException ENODEV if there is no such link, EOPNOTSUPP if it is not a bridge
   */
  private static Bridge bridge(Links links, String name) {
    Link link = links.find(name).orElseThrow(() -> new ErrnoException(Errno.ENODEV));
    if (link instanceof Bridge bridge) {
      return bridge;
    }
    throw new ErrnoException(Errno.EOPNOTSUPP);
  }

  /**
   * The port of a bridge.
   *
   * @throws ErrnoException ENODEV if there is no such link, ENOENT if it is not a port of it
   */
  private static BridgePort port(Links links, Bridge bridge, String name) {
    return links
        .find(name)
        .orElseThrow(() -> new ErrnoException(Errno.ENODEV))
        .port()
        .filter(port -> port.bridge() == bridge)
        .orElseThrow(() -> new ErrnoException(Errno.ENOENT));
  }

  private static Link link(Links links, String name) {
    return links
        .find(name)
        .orElseThrow(() -> CommandFailure.refused("interface " + name + " does not exist!"));
  }

  private static void addPort(Links links, Bridge bridge, String name) {
    Link link = link(links, name);
    if (link instanceof Bridge) {
      throw CommandFailure.refused(
          "device "
              + name
              + " is a bridge device itself; can't add a bridge device to a bridge device.");
    }
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
}
