package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.sockets.ServicesFile;
import dev.cnilab.userland.net.sockets.report.SocketColumns.Column;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code ss} of iproute2 6.1: TCP and UDP over IPv4. */
public final class Ss implements Program {
  /** The work of a row, in microseconds. */
  private static final int ROW = 5;

  /**
   * The supported options; in a network with IPv4 and three protocols the others select nothing.
   */
  private static final String LETTERS = "hVnalomepisZz460tudwxSHOfA";

  @Override
  public int run(Process process) throws IOException {
    try {
      return new Run(process).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One listing. */
  private static final class Run {
    private final Process process;
    private final Set<Character> flags = new HashSet<>();
    private final List<String> operands = new ArrayList<>();
    private Set<TcpState> states = SsStates.CONNECTED;

    Run(Process process) {
      this.process = process;
    }

    private boolean has(char letter) {
      return flags.contains(letter);
    }

    int run() throws ProgramException {
      read();
      if (has('h')) {
        process.out().println(Usage.text("ss"));
        return 0;
      }
      if (has('V')) {
        process.out().println("ss utility, iproute2-6.1.0");
        return 0;
      }
      if (has('Z') || has('z')) {
        throw CommandFailure.refused("ss: SELinux is not enabled.");
      }
      if (has('s')) {
        process.out().print(SsSummary.of(process));
        return 0;
      }
      list();
      return 0;
    }

    private void read() throws ProgramException {
      Options.Found found = Options.of(Invocation.ofDebian(process), LETTERS).parse();
      found.options().forEach(option -> flags.add(option.getKey()));
      operands.addAll(found.operands());
      found.values('f').forEach(name -> flags.add(family(name)));
      for (String query : found.values('A')) {
        for (String table : query.split(",", -1)) {
          flags.addAll(tables(table));
        }
      }
      flags.removeAll(Set.of('f', 'A'));
    }

    /** The option that stands for a family; those that do not exist here select nothing. */
    private static char family(String name) {
      return switch (name) {
        case "inet" -> '4';
        case "inet6" -> '6';
        case "unix" -> 'x';
        case "link" -> '0';
        case "netlink", "vsock", "tipc", "xdp" -> 'd';
        default -> throw wrong("\"" + name + "\" is invalid family");
      };
    }

    /** The options that stand for a table; those that do not exist here select nothing. */
    private static Set<Character> tables(String name) {
      return switch (name) {
        case "all" -> Set.of('t', 'u', 'w', 'x', 'd', 'S', '0');
        case "inet" -> Set.of('t', 'u', 'w', 'd', 'S');
        case "tcp" -> Set.of('t');
        case "udp" -> Set.of('u');
        case "raw" -> Set.of('w');
        case "unix", "unix_dgram", "unix_stream", "unix_seqpacket" -> Set.of('x');
        case "packet", "packet_raw", "packet_dgram" -> Set.of('0');
        case "netlink",
            "dccp",
            "sctp",
            "mptcp",
            "vsock",
            "vsock_stream",
            "vsock_dgram",
            "tipc",
            "xdp" ->
            Set.of('d');
        default -> throw wrong("\"" + name + "\" is illegal socket table id");
      };
    }

    private static CommandFailure wrong(String problem) {
      return CommandFailure.of(CommandFailure.USAGE, "ss: " + problem + "\n" + Usage.text("ss"));
    }

    private void list() {
      states = has('a') ? SsStates.ALL : has('l') ? SsStates.LISTENING : connected();
      takeStates();
      Predicate<SocketEntry> filter = SocketFilter.parse(operands);
      List<SocketEntry> entries =
          SocketEntry.all(process).stream()
              .filter(each -> shows(each.protocol()) && states.contains(each.state()))
              .filter(filter)
              .toList();
      SocketColumns table = new SocketColumns(columns());
      if (!has('H')) {
        table.addTitles();
      }
      Optional<SocketHolders> holders =
          has('p') ? Optional.of(new SocketHolders(process)) : Optional.empty();
      for (SocketEntry each : entries) {
        process.work(ROW);
        table.add(texts(each, holders));
      }
      process.out().print(table);
    }

    /** The states of the chosen protocols by default: datagrams have only one. */
    private Set<TcpState> connected() {
      boolean streams = has('t') || has('x') || has('d') || has('S');
      if (!streams && (has('u') || has('w'))) {
        return EnumSet.of(TcpState.ESTABLISHED);
      }
      return !streams && has('0') ? EnumSet.of(TcpState.CLOSED) : SsStates.CONNECTED;
    }

    /** Removes {@code state NAME} and {@code exclude NAME} from the operands. */
    private void takeStates() {
      boolean chosen = false;
      while (operands.size() > 1 && List.of("state", "exclude").contains(operands.getFirst())) {
        boolean excludes = operands.removeFirst().equals("exclude");
        Set<TcpState> named = SsStates.named(operands.removeFirst());
        EnumSet<TcpState> now = chosen ? EnumSet.copyOf(states) : EnumSet.noneOf(TcpState.class);
        if (excludes) {
          now = EnumSet.copyOf(chosen ? states : SsStates.ALL);
          now.removeAll(named);
        } else {
          now.addAll(named);
        }
        states = now;
        chosen = true;
      }
    }

    private boolean shows(String protocol) {
      boolean choosesProtocol =
          has('t') || has('u') || has('w') || has('x') || has('d') || has('S') || has('0');
      boolean family = !has('6') || has('4');
      return family && (!choosesProtocol || has(protocol.charAt(0)));
    }

    private List<Column> columns() {
      List<Column> columns = new ArrayList<>(List.of(Column.values()));
      boolean one = (has('t') ^ has('u') ^ has('w')) && !(has('t') && has('u') && has('w'));
      if (one && !has('x')) {
        columns.remove(Column.NETID);
      }
      if (states.size() == 1) {
        columns.remove(Column.STATE);
      }
      return columns;
    }

    private Map<Column, String> texts(SocketEntry entry, Optional<SocketHolders> holders) {
      return Map.of(
          Column.NETID,
          entry.protocol(),
          Column.STATE,
          entry.state().label(),
          Column.RECEIVE,
          String.format(Locale.ROOT, "%-6d", entry.receiveQueue()),
          Column.SEND,
          String.format(Locale.ROOT, "%-6d", entry.sendQueue()),
          Column.LOCAL,
          entry.local().address() + ":",
          Column.LOCAL_PORT,
          port(entry, entry.local()),
          Column.PEER,
          entry.peer().address() + ":",
          Column.PEER_PORT,
          entry.peer().port() == 0 ? "*" : port(entry, entry.peer()),
          Column.PROCESS,
          owners(entry, holders) + timer(entry) + details(entry));
    }

    private String port(SocketEntry entry, Endpoint end) {
      Optional<String> name =
          entry.protocol().equals("tcp")
              ? ServicesFile.tcpName(end.port())
              : ServicesFile.udpName(end.port());
      return has('n') ? Integer.toString(end.port()) : name.orElse(Integer.toString(end.port()));
    }

    private static String owners(SocketEntry entry, Optional<SocketHolders> holders) {
      List<SocketHolders.Holder> owners =
          holders.map(known -> known.of(entry.socket())).orElse(List.of());
      return owners.isEmpty()
          ? ""
          : owners.stream()
              .map(
                  each ->
                      "(\""
                          + each.process().name()
                          + ("\",pid=" + each.process().pid() + ",fd=")
                          + each.descriptor()
                          + ")")
              .collect(Collectors.joining(",", " users:(", ")"));
    }

    private String timer(SocketEntry entry) {
      boolean waits = has('o') && entry.socket() instanceof TcpConnection;
      if (!waits) {
        return "";
      }
      TcpConnection connection = (TcpConnection) entry.socket();
      String kind = connection.state() == TcpState.TIME_WAIT ? "timewait" : "on";
      return connection
          .timer()
          .map(
              left ->
                  " timer:(" + kind + "," + span(left) + "," + connection.retransmissions() + ")")
          .orElse("");
    }

    /** A duration as print_ms_timer prints it. */
    private static String span(Duration left) {
      long minutes = left.toMinutes();
      long seconds = left.toSecondsPart();
      long millis = left.toMillisPart();
      StringBuilder text = new StringBuilder();
      if (minutes > 0) {
        text.append(minutes).append("min");
        millis = 0;
        seconds = minutes > 9 ? 0 : seconds;
      }
      if (seconds > 0) {
        millis = seconds > 9 ? 0 : millis;
        text.append(seconds).append(millis > 0 ? "." : "sec");
      }
      if (millis > 0) {
        text.append(String.format(Locale.ROOT, "%03dms", millis));
      }
      return text.toString();
    }

    private String details(SocketEntry entry) {
      String inode = has('e') ? " " + process.machine().socketIds().of(entry.socket()).text() : "";
      List<String> second = new ArrayList<>();
      if (has('m')) {
        second.add(SsInfo.memory(entry));
      }
      if (has('i') && entry.socket() instanceof TcpConnection connection) {
        second.add(SsInfo.text(connection));
      }
      return inode + (second.isEmpty() ? "" : "\n\t " + String.join(" ", second));
    }
  }
}
