package dev.cnilab.userland.net.conntrack;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionStatistics;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.kernel.network.FlowText;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One call of {@code conntrack}: its options, and what its command does. */
final class ConntrackCall {
  private static final List<String> KINDS = List.of("NEW", "UPDATES", "DESTROY");
  private static final Set<String> TABLES = Set.of("conntrack", "expect", "dying", "unconfirmed");
  private static final Set<String> OUTPUTS =
      Set.of("xml", "save", "extended", "timestamp", "id", "ktimestamp", "labels", "userspace");

  private final Process process;
  private final ConnectionTracking connections;
  private final List<String> options = new ArrayList<>();
  private final Set<String> kinds = new TreeSet<>();
  private Predicate<Connection> filter = flow -> true;
  private String command = "";
  private String table = "conntrack";
  private String output = "";
  private final FlowSettings wanted = new FlowSettings();

  ConntrackCall(Process process) {
    this.process = process;
    this.connections = process.network().connections();
  }

  int run(List<String> words) {
    List<String> given =
        words.stream().map(word -> ConntrackWords.COMMANDS.getOrDefault(word, "")).toList();
    command = given.stream().filter(each -> !each.isEmpty()).findFirst().orElse("");
    for (int i = 0; i < words.size(); i++) {
      boolean hasNext = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
      String next = hasNext ? words.get(i + 1) : "";
      i += take(words.get(i), hasNext, next);
    }
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      throw notPermitted();
    }
    LegalOptions.check(command, table, options);
    return perform();
  }

  /** Some commands report before they look at the kernel's answer. */
  private CommandFailure notPermitted() {
    switch (command) {
      case "-C" -> process.out().println(0);
      case "-F" -> say("connection tracking table has been emptied.");
      case "-E" -> {
        return CommandFailure.refused(
            "mnl_socket_bind: Operation not permitted\n"
                + "conntrack v1.4.7 (conntrack-tools): Can't open netlink socket");
      }
      default -> {
        // nothing before it
      }
    }
    return CommandFailure.refused(
        "conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get"
            + " CAP_NET_ADMIN capability to do this");
  }

  /** Handles a word; returns the number of further words it uses. */
  private int take(String word, boolean hasNext, String next) {
    if (ConntrackWords.COMMANDS.containsKey(word)) {
      if (!next.isEmpty() && !TABLES.contains(next)) {
        throw ConntrackCommand.usage("unknown type `" + next + "'");
      }
      table = next.isEmpty() ? table : next;
      return next.isEmpty() ? 0 : 1;
    }
    String name = ConntrackWords.LONG.getOrDefault(word, word.replaceFirst("^--", ""));
    // An option of a protocol exists once the protocol is known.
    if (ConntrackWords.OF_PROTOCOL.contains(name) && !options.contains("protonum")) {
      throw ConntrackCommand.usage("unknown option `" + word + "'");
    }
    options.add(name);
    if (ConntrackWords.CHANGING.contains(command) && wanted.take(name, next, command)) {
      return 1;
    }
    switch (name) {
      case "family" -> {
        if (!next.startsWith("ipv4") && !next.startsWith("ipv6")) {
          throw ConntrackCommand.usage("`" + next + "' unsupported protocol");
        }
        filter = filter.and(flow -> next.startsWith("ipv4"));
      }
      case "zone" -> filter = filter.and(flow -> FlowFilter.number(next) == 0);
      case "event-mask" -> kinds.addAll(kinds(next));
      case "buffer-size" -> refuse(word, !command.equals("-E"));
      case "zero" -> refuse(word, !command.equals("-D")); // -L has no counters to reset
      case "timeout" -> refuse(word, !Set.of("-L", "-D").contains(command));
      case "output" -> {
        for (String each : next.split(",", -1)) {
          if (!OUTPUTS.contains(each)) {
            throw ConntrackCommand.usage("Bad parameter `" + each + "'");
          }
        }
        output = next;
      }
      case "src-nat", "dst-nat", "any-nat" -> {
        Optional<String> address = hasNext ? Optional.of(next) : Optional.empty();
        filter = filter.and(FlowFilter.translated(name, address));
      }
      default ->
          filter =
              filter.and(
                  FlowFilter.of(name, next)
                      .orElseThrow(() -> ConntrackCommand.usage("unknown option `" + word + "'")));
    }
    return hasNext && !name.equals("zero") ? 1 : 0;
  }

  private static void refuse(String word, boolean illegalAnyway) {
    if (!illegalAnyway) {
      throw ConntrackCommand.usage("option '" + word + "' is not available on this machine");
    }
  }

  private static List<String> kinds(String words) {
    List<String> kinds = new ArrayList<>();
    for (String each : words.split(",", -1)) {
      switch (each.toUpperCase(Locale.ROOT)) {
        case "ALL" -> kinds.addAll(KINDS);
        case "NEW", "UPDATES", "DESTROY" -> kinds.add(each.toUpperCase(Locale.ROOT));
        default -> throw ConntrackCommand.usage("Bad parameter `" + each + "'");
      }
    }
    return kinds;
  }

  private int perform() {
    switch (command) {
      case "", "-h" -> process.out().println(Usage.text("conntrack") + "\n");
      case "-V" -> process.out().println("conntrack v1.4.7 (conntrack-tools)");
      case "-C" -> process.out().println(table.equals("conntrack") ? connections.count() : 0);
      case "-F" -> {
        connections.forget(flow -> true);
        say("connection tracking table has been emptied.");
      }
      case "-L" -> list();
      case "-G" -> get();
      case "-D" -> {
        return delete();
      }
      case "-U" -> update();
      case "-I" -> create();
      case "-E" -> {
        boolean flows = table.equals("conntrack");
        Set<String> wanted = kinds.isEmpty() ? Set.copyOf(KINDS) : kinds;
        Set<String> seen = flows ? wanted : Set.of();
        int shown = new EventWatch(process, filter, seen, output).run();
        say(shown + (flows ? " flow" : " expectation") + " events have been shown.");
      }
      case "-S" -> process.out().println(text(connections.statistics()));
      default ->
          throw ConntrackCommand.usage("option '" + command + "' is not available on this machine");
    }
    return 0;
  }

  /** All packets are counted on the first CPU; the other counters are always 0 here. */
  private static String text(ConnectionStatistics counted) {
    return "cpu=0   \tfound=0 invalid=%d insert=0 insert_failed=0 drop=%d early_drop=%d error=0"
            .formatted(counted.invalid(), counted.drop(), counted.earlyDrop())
        + " search_restart=0 clash_resolve=0 chaintoolong=0";
  }

  private void say(String what) {
    process.err().println(ConntrackCommand.PREFIX + what);
  }

  private List<Connection> chosen() {
    return connections.connections().stream().filter(filter).toList();
  }

  private void print(List<Connection> flows) {
    refuse("-o " + output, flows.isEmpty() || !output.matches("(xml|save).*"));
    flows.forEach(flow -> process.out().println(text().of(flow)));
  }

  private FlowText text() {
    return new FlowText(
        process.loop().nanoTime(), output.contains("extended"), output.contains("id"));
  }

  private void list() {
    if (!table.equals("conntrack")) {
      say(table.equals("expect") ? "0 expectations have been shown." : shown(0));
      return;
    }
    List<Connection> flows = chosen();
    print(flows);
    say(shown(flows.size()));
  }

  private static String shown(int count) {
    return count + " flow entries have been shown.";
  }

  private void requireEnds() {
    if (!options.contains("protonum")) {
      throw ConntrackCommand.usage("You need to supply the `--protonum' option for this command");
    }
    if (command.equals("-I") && !options.contains("timeout")) {
      throw ConntrackCommand.usage("You need to supply the `--timeout' option for this command");
    }
    if (!options.containsAll(List.of("src", "dst"))) {
      throw ConntrackCommand.usage("you have to specify `--src' and `--dst'");
    }
    if (command.equals("-I") && wanted.isTcp() && !options.contains("state")) {
      throw ConntrackCommand.usage("You need to supply the `--state' option for this command");
    }
  }

  private void get() {
    requireEnds();
    List<Connection> flows = chosen();
    if (flows.isEmpty()) {
      throw CommandFailure.refused(
          ConntrackCommand.PREFIX + "Operation failed: such conntrack doesn't exist");
    }
    process.out().println(text().ofHeld(flows.getFirst()));
    say(shown(1));
  }

  private void create() {
    requireEnds();
    try {
      wanted.create(connections);
    } catch (ErrnoException exists) {
      throw CommandFailure.refused(
          ConntrackCommand.PREFIX + "Operation failed: Such conntrack exists, try -U to update");
    }
    say("1 flow entries have been created.");
  }

  private int delete() {
    List<Connection> flows = chosen();
    print(flows);
    connections.forget(new HashSet<>(flows)::contains);
    say(flows.size() + " flow entries have been deleted.");
    return flows.isEmpty() ? 1 : 0;
  }

  private void update() {
    List<Connection> flows = chosen();
    flows.forEach(flow -> wanted.apply(flow, connections));
    flows.forEach(flow -> process.out().println(text().ofHeld(flow)));
    say(flows.size() + " flow entries have been updated.");
  }
}
