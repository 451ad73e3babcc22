package dev.cnilab.userland.net.conntrack;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionStatistics;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.userland.kernel.network.FlowText;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code conntrack} 1.4.7: lists, counts and deletes tracked connections. */
public final class ConntrackCommand implements Program {
  private static final String PREFIX = "conntrack v1.4.7 (conntrack-tools): ";
  private static final int USAGE = 2;
  private static final Set<String> NAT =
      Set.of("-n", "--src-nat", "-g", "--dst-nat", "-j", "--any-nat");

  static CommandFailure usage(String problem) {
    return CommandFailure.of(
        USAGE,
        PREFIX + problem + "\nTry `conntrack -h' or 'conntrack --help' for more information.");
  }

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      return new Run(process).run(words.subList(1, words.size()));
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One call. */
  private static final class Run {
    private final Process process;
    private final ConnectionTracking connections;
    private Predicate<Connection> filter = flow -> true;
    private String command = "";
    private String table = "conntrack";
    private String output = "";

    Run(Process process) {
      this.process = process;
      this.connections = process.network().connections();
    }

    int run(List<String> words) {
      for (int i = 0; i < words.size(); i++) {
        boolean hasNext = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
        String next = hasNext ? words.get(i + 1) : "";
        i += take(words.get(i), hasNext, next);
      }
      if (!process.credentials().can(Capability.NET_ADMIN)) {
        throw CommandFailure.refused(
            "conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get"
                + " CAP_NET_ADMIN capability to do this");
      }
      return perform();
    }

    /** Handles a word; returns the number of further words it uses. */
    private int take(String word, boolean hasNext, String next) {
      switch (word) {
        case "-L",
            "--dump",
            "-D",
            "--delete",
            "-F",
            "--flush",
            "-C",
            "--count",
            "-G",
            "--get",
            "-E",
            "--event",
            "-S",
            "--stats" -> {
          command = word;
          boolean named = Set.of("conntrack", "expect", "dying", "unconfirmed").contains(next);
          table = named ? next : table;
          return named ? 1 : 0;
        }
        case "-h", "--help" -> {
          command = "-h";
          return 0;
        }
        case "-V", "--version" -> {
          command = "-V";
          return 0;
        }
        case "-f", "--family", "-w", "--zone", "-b", "--buffer-size", "-e", "--event-mask" -> {
          return hasNext ? 1 : 0;
        }
        case "-z", "--zero" -> {
          return 0;
        }
        case "-o", "--output" -> {
          output = next;
          return hasNext ? 1 : 0;
        }
        default -> {
          if (NAT.contains(word)) {
            Optional<String> address = hasNext ? Optional.of(next) : Optional.empty();
            filter = filter.and(FlowFilter.translated(word, address));
            return hasNext ? 1 : 0;
          }
          filter =
              filter.and(
                  FlowFilter.of(word, next)
                      .orElseThrow(() -> usage("unknown option `" + word + "'")));
          return 1;
        }
      }
    }

    private int perform() {
      switch (command) {
        case "", "-h" -> process.out().println(Usage.text("conntrack") + "\n");
        case "-V" -> process.out().println("conntrack v1.4.7 (conntrack-tools)");
        case "-C", "--count" -> process.out().println(connections.count());
        case "-F", "--flush" -> {
          connections.forget(flow -> true);
          say("connection tracking table has been emptied.");
        }
        case "-L", "--dump" -> list();
        case "-D", "--delete" -> {
          return delete();
        }
        case "-S", "--stats" -> process.out().println(text(connections.statistics()));
        default -> throw usage("you have to specify `--src' and `--dst'");
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
      process.err().println(PREFIX + what);
    }

    private List<Connection> chosen() {
      return connections.connections().stream().filter(filter).toList();
    }

    private void print(List<Connection> flows) {
      FlowText text =
          new FlowText(
              process.loop().nanoTime(), output.contains("extended"), output.contains("id"));
      flows.forEach(flow -> process.out().println(text.of(flow)));
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

    private int delete() {
      List<Connection> flows = chosen();
      print(flows);
      connections.forget(flows::contains);
      say(flows.size() + " flow entries have been deleted.");
      return flows.isEmpty() ? 1 : 0;
    }
  }
}
