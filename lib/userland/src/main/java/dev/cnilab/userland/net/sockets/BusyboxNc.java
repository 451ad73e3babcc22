package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * busybox's small {@code nc} (networking/nc.c).
 *
 * @param banner the first line of its help
 */
public record BusyboxNc(String banner) implements Program {
  private static final Duration FOREVER = Duration.ofDays(1);

  @Override
  public int run(Process process) throws IOException {
    try {
      List<String> words = process.arguments();
      GetOpt given =
          GetOpt.parse(
              "nc", words.subList(1, words.size()), "lp:w:i:f:e:", GetOpt.Order.OPERANDS_LAST);
      if (given.error().isPresent()) {
        throw CommandFailure.refused(given.error().get() + "\n" + help());
      }
      List<String> operands = given.operands();
      if (given.has('l') ? !operands.isEmpty() : operands.size() != 2) {
        throw CommandFailure.refused(help());
      }
      ProcessSockets sockets = new ProcessSockets(process);
      Optional<Duration> wait = given.argument('w').map(word -> Duration.ofSeconds(number(word)));
      TcpConnection connection =
          given.has('l')
              ? accept(sockets, given.argument('p').map(BusyboxNc::port).orElse(0))
              : connect(sockets, operands, wait.orElse(FOREVER));
      new Relay(process, FOREVER, Optional.empty()).run(new TcpEnd(connection, true));
      sockets.close(connection);
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private String help() {
    return banner + "\n" + Usage.text("busybox-nc");
  }

  private static CommandFailure error(String message) {
    return CommandFailure.refused("nc: " + message);
  }

  private static int number(String word) {
    if (!word.matches("\\d{1,9}")) {
      throw error("invalid number '" + word + "'");
    }
    return Integer.parseInt(word);
  }

  private static int port(String word) {
    return ServicesFile.port(word).orElseThrow(() -> error("bad port '" + word + "'"));
  }

  private static TcpConnection accept(ProcessSockets sockets, int port) {
    try {
      TcpListener listener = sockets.listen(Ipv4Address.ANY, port, 1);
      TcpConnection client = sockets.accept(listener);
      sockets.close(listener);
      return client;
    } catch (ErrnoException refused) {
      throw error("bind: " + refused.errno().text());
    }
  }

  private static TcpConnection connect(
      ProcessSockets sockets, List<String> operands, Duration wait) {
    int port = port(operands.get(1));
    return new BusyboxDialing("nc", sockets).connect(operands.getFirst(), port, wait);
  }
}
