package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.kernel.network.MulticastGroups;
import dev.cnilab.userland.kernel.network.ProtocolCounters;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.nettools.InterfaceTableText;
import dev.cnilab.userland.net.nettools.RouteTableText;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ServicesFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code netstat} of net-tools and of busybox. */
public final class Netstat implements Program {
  /** The work of a row, in microseconds. */
  private static final int ROW = 5;

  private static final int USAGE = 3;

  private static final Map<String, Character> NAMES =
      Map.ofEntries(
          Map.entry("route", 'r'),
          Map.entry("interfaces", 'i'),
          Map.entry("groups", 'g'),
          Map.entry("statistics", 's'),
          Map.entry("verbose", 'v'),
          Map.entry("wide", 'W'),
          Map.entry("numeric", 'n'),
          Map.entry("extend", 'e'),
          Map.entry("programs", 'p'),
          Map.entry("timers", 'o'),
          Map.entry("listening", 'l'),
          Map.entry("all", 'a'),
          Map.entry("tcp", 't'),
          Map.entry("udp", 'u'),
          Map.entry("raw", 'w'),
          Map.entry("unix", 'x'),
          Map.entry("inet", '4'),
          Map.entry("help", 'h'));

  private static final String DEBIAN = "rigsvWneptulawx4";

  private final String letters;
  private final String usage;
  private final int usageStatus;

  private Netstat(String letters, String usage, int usageStatus) {
    this.letters = letters;
    this.usage = usage;
    this.usageStatus = usageStatus;
  }

  /** The net-tools version. */
  public static Netstat ofNetTools() {
    return new Netstat(DEBIAN, "", USAGE);
  }

  /** The busybox version. */
  public static Netstat ofBusybox(String banner) {
    return new Netstat("ralntuwxeW", banner + "\n\n" + Usage.text("busybox-netstat"), 1);
  }

  private boolean isBusybox() {
    return usageStatus == 1;
  }

  @Override
  public int run(Process process) throws IOException {
    try {
      List<String> words = process.arguments();
      Set<Character> flags =
          isBusybox() ? flags(words.subList(1, words.size())) : debianFlags(process);
      if (flags.contains('r')) {
        new RouteTableText(process, flags.contains('n'), isBusybox()).printNetstat();
      } else if (flags.contains('i')) {
        process.out().print(InterfaceTableText.of(process.network()));
      } else if (flags.contains('s')) {
        List<ProtocolCounters> all = new ArrayList<>(ProtocolCounters.basic(process.network()));
        all.addAll(ProtocolCounters.extended(process.network()));
        process.out().print(StatisticsText.of(all, flags));
      } else if (flags.contains('g')) {
        process.out().print(groups(process));
      } else {
        process.out().print(sockets(process, flags));
      }
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static String groups(Process process) {
    StringBuilder text =
        new StringBuilder(
            """
            IPv6/IPv4 Group Memberships
            Interface       RefCnt Group
            --------------- ------ ---------------------
            """);
    List<Link> links = process.network().links().all();
    for (Link link : links) {
      MulticastGroups.of(link).ipv4().forEach(group -> text.append(membership(link, group)));
    }
    for (Link link : links) {
      MulticastGroups.of(link).ipv6().forEach(group -> text.append(membership(link, group)));
    }
    return text.toString();
  }

  private static String membership(Link link, Object group) {
    return "%-15s %-6d %s\n".formatted(link.name(), 1, group);
  }

  private static Set<Character> debianFlags(Process process) throws ProgramException {
    Set<Character> flags = new HashSet<>();
    Options.of(Invocation.ofDebian(process), DEBIAN)
        .parse()
        .options()
        .forEach(option -> flags.add(option.getKey()));
    return flags;
  }

  private Set<Character> flags(List<String> words) {
    Set<Character> flags = new HashSet<>();
    for (String word : words) {
      if (word.startsWith("--")) {
        Character letter = NAMES.get(word.substring(2));
        if (letter == null) {
          throw refused("unrecognized option '" + word + "'");
        }
        flags.add(letter);
      } else if (word.startsWith("-")) {
        for (char letter : word.substring(1).toCharArray()) {
          if (letters.indexOf(letter) < 0) {
            throw refused("invalid option -- '" + letter + "'");
          }
          flags.add(letter);
        }
      }
    }
    if (flags.contains('h')) {
      throw CommandFailure.of(usageStatus, usage);
    }
    return flags;
  }

  private CommandFailure refused(String problem) {
    return CommandFailure.of(usageStatus, "netstat: " + problem + "\n" + usage);
  }

  private String sockets(Process process, Set<Character> flags) {
    boolean chosen =
        flags.contains('t') || flags.contains('u') || flags.contains('w') || flags.contains('x');
    StringBuilder text = new StringBuilder();
    String which =
        flags.contains('a')
            ? "(servers and established)"
            : flags.contains('l') ? "(only servers)" : "(w/o servers)";
    if (!chosen || flags.contains('t') || flags.contains('u') || flags.contains('w')) {
      text.append("Active Internet connections ").append(which).append('\n');
      text.append(
          "Proto Recv-Q Send-Q Local Address           Foreign Address         State      ");
      text.append(flags.contains('e') ? " User       Inode     " : "");
      text.append(flags.contains('p') ? " PID/Program name    " : "").append('\n');
      if (!chosen || flags.contains('t')) {
        append(text, process, SocketEntry.tcp(process), flags);
      }
      if (!chosen || flags.contains('u')) {
        append(text, process, SocketEntry.udp(process), flags);
      }
    }
    if (!chosen || flags.contains('x')) {
      text.append("Active UNIX domain sockets ").append(which).append('\n');
      text.append("Proto RefCnt Flags       Type       State         I-Node");
      text.append(isBusybox() ? " Path\n" : "   Path\n");
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, Process process, List<SocketEntry> entries, Set<Character> flags) {
    SocketHolders holders = new SocketHolders(process);
    for (SocketEntry entry : entries) {
      process.work(ROW);
      boolean shown =
          flags.contains('a') || (flags.contains('l') ? entry.listens() : !entry.listens());
      if (!shown) {
        continue;
      }
      String state = entry.protocol().equals("udp") && entry.listens() ? "" : state(entry);
      text.append(
          String.format(
              Locale.ROOT,
              "%-4s  %6d %6d %-23s %-23s %-11s",
              entry.protocol(),
              entry.receiveQueue(),
              entry.listens() ? 0 : entry.sendQueue(),
              end(process, entry, entry.local(), flags),
              entry.peer().port() == 0 ? "0.0.0.0:*" : end(process, entry, entry.peer(), flags),
              state));
      if (flags.contains('e')) {
        text.append(String.format(Locale.ROOT, " %-10s %-10d", "0", 0));
      }
      if (flags.contains('p')) {
        text.append(String.format(Locale.ROOT, " %-20s", owner(holders, entry)));
      }
      text.append('\n');
    }
  }

  private static String state(SocketEntry entry) {
    return switch (entry.state()) {
      case ESTABLISHED -> "ESTABLISHED";
      case FIN_WAIT_1 -> "FIN_WAIT1";
      case FIN_WAIT_2 -> "FIN_WAIT2";
      case CLOSED -> "CLOSE";
      default -> entry.state().name();
    };
  }

  private static String end(
      Process process, SocketEntry entry, Endpoint end, Set<Character> flags) {
    if (flags.contains('n')) {
      return end.address() + ":" + end.port();
    }
    Optional<String> service =
        entry.protocol().equals("tcp")
            ? ServicesFile.tcpName(end.port())
            : ServicesFile.udpName(end.port());
    String host =
        end.address().isAny()
            ? end.address().toString()
            : new Resolver(process).nameOf(end.address()).orElse(end.address().toString());
    return host + ":" + service.orElse(Integer.toString(end.port()));
  }

  private static String owner(SocketHolders holders, SocketEntry entry) {
    return holders.of(entry.socket()).stream()
        .findFirst()
        .map(each -> each.process().pid() + "/" + each.process().name())
        .orElse("-");
  }
}
