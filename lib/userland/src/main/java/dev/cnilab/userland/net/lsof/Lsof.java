package dev.cnilab.userland.net.lsof;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ServicesFile;
import dev.cnilab.userland.net.sockets.report.HeldSocket;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code lsof -i} of lsof 4.95: TCP and UDP over IPv4. */
public final class Lsof implements Program {
  private static final int LONGEST_COMMAND = 9;

  @Override
  public int run(Process process) {
    try {
      LsofOptions options = LsofOptions.parse(process);
      List<HeldSocket> found =
          HeldSocket.all(process).stream().filter(each -> chosen(options, each)).toList();
      if (found.isEmpty()) {
        return 1;
      } else if (options.flags.contains('t')) {
        found.stream()
            .map(each -> each.holder().pidInside())
            .distinct()
            .forEach(process.out()::println);
      } else {
        print(process, options, found);
      }
      return 0;
    } catch (ProgramException wrong) {
      process.err().println("lsof: " + wrong.text());
      return wrong.status();
    }
  }

  /** Whether a socket is listed: without -a it suffices that the kind or the process matches. */
  private static boolean chosen(LsofOptions options, HeldSocket socket) {
    boolean narrowed = !options.pids.isEmpty() || !options.commands.isEmpty();
    boolean network = options.internet.stream().anyMatch(each -> each.matches(socket));
    boolean process =
        options.pids.contains("" + socket.holder().pidInside())
            || options.commands.stream().anyMatch(socket.holder().name()::startsWith);
    boolean state =
        options.states.stream().noneMatch(each -> each.startsWith(socket.protocol() + ":"))
            || options.states.contains(socket.protocol() + ":" + state(socket));
    boolean asked =
        options.flags.contains('a')
            ? network && (!narrowed || process)
            : network || (narrowed && process);
    return asked && state;
  }

  /** A state as netstat(8) prints it. */
  private static String state(HeldSocket socket) {
    return switch (socket.state()) {
      case "FIN_WAIT_1" -> "FIN_WAIT1";
      case "FIN_WAIT_2" -> "FIN_WAIT2";
      case "SYN_RECEIVED" -> "SYN_RECV";
      default -> socket.state();
    };
  }

  private static void print(Process process, LsofOptions options, List<HeldSocket> found) {
    Users users = new Users(process.files());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("COMMAND", "PID", "USER", "FD", "TYPE", "DEVICE", "SIZE/OFF", "NODE", "NAME"));
    for (HeldSocket each : found) {
      String command = each.holder().name();
      rows.add(
          List.of(
              command.substring(0, Math.min(LONGEST_COMMAND, command.length())),
              "" + each.holder().pidInside(),
              options.flags.contains('l')
                  ? "" + each.holder().user()
                  : users.user(each.holder().user()),
              each.descriptor() + "u ",
              "IPv4",
              "" + each.inode(),
              "0t0",
              each.protocol().toUpperCase(Locale.ROOT),
              name(process, options, each)));
    }
    int[] widths = new int[8];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    widths[3] = Math.max(widths[3], 4) + 1; // room for the suffix of a number
    rows.forEach(row -> process.out().println(line(row, widths)));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String pad = " ".repeat(widths[i] - cell.length());
      boolean heading = cell.equals("FD");
      line.append(i == 0 ? cell + pad : heading ? pad.substring(2) + cell + "  " : pad + cell);
      line.append(' ');
    }
    return line + row.getLast();
  }

  private static String name(Process process, LsofOptions options, HeldSocket socket) {
    String text = end(process, options, socket.local(), socket.protocol());
    if (socket.peer().port() != 0) {
      text += "->" + end(process, options, socket.peer(), socket.protocol());
    }
    return text + (socket.protocol().equals("tcp") ? " (" + state(socket) + ")" : " ");
  }

  private static String end(Process process, LsofOptions options, Endpoint end, String protocol) {
    String host =
        end.address().equals(Ipv4Address.ANY)
            ? "*"
            : options.flags.contains('n')
                ? end.address().toString()
                : new Resolver(process).nameOf(end.address()).orElse(end.address().toString());
    Optional<String> service =
        protocol.equals("tcp")
            ? ServicesFile.tcpName(end.port())
            : ServicesFile.udpName(end.port());
    String port = options.flags.contains('P') ? "" + end.port() : service.orElse("" + end.port());
    return host + ":" + port;
  }
}
