package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
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
 * busybox's {@code telnet} (networking/telnet.c), which people use to try a port. It neither asks
 * for nor answers any of the protocol's options.
 *
 * @param banner the first line of its help
 */
public record BusyboxTelnet(String banner) implements Program {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final int TELNET = 23;

  /** The server has closed the connection. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public int run(Process process) throws IOException {
    try {
      return run(process, process.arguments());
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private int run(Process process, List<String> words) throws IOException {
    GetOpt given =
        GetOpt.parse("telnet", words.subList(1, words.size()), "al:", GetOpt.Order.OPERANDS_LAST);
    List<String> operands = given.operands();
    if (given.error().isPresent()) {
      throw CommandFailure.refused(given.error().get() + "\n" + help());
    }
    if (operands.isEmpty() || operands.size() > 2) {
      throw CommandFailure.refused(help());
    }
    ProcessSockets sockets = new ProcessSockets(process);
    BusyboxDialing dialing = new BusyboxDialing("telnet", sockets);
    if (given.has('a') || given.has('l')) {
      throw dialing.error("a login by name is not available on this machine");
    }
    String host = operands.getFirst();
    int port = operands.size() == 1 ? TELNET : port(operands.get(1), dialing);
    TcpConnection connection = dialing.connect(host, port, FOREVER);
    process.out().println("Connected to " + host);
    try {
      new Relay(process, FOREVER, Optional.of(Duration.ZERO)).run(untilClosed(connection));
      return 0;
    } catch (Closed byServer) {
      process.out().print("Connection closed by foreign host\r\n");
      return 1;
    } finally {
      sockets.close(connection);
    }
  }

  private String help() {
    return banner + "\n\n" + Usage.text("busybox-telnet");
  }

  private static int port(String word, BusyboxDialing dialing) {
    return ServicesFile.port(word).orElseThrow(() -> dialing.error("bad port '" + word + "'"));
  }

  private static NetworkEnd untilClosed(TcpConnection connection) {
    NetworkEnd end = new TcpEnd(connection, false);
    return new NetworkEnd() {
      @Override
      public Optional<Bytes> read(Duration atMost) {
        Optional<Bytes> data = end.read(atMost);
        if (data.isPresent() && data.get().length() == 0) {
          throw new Closed();
        }
        return data;
      }

      @Override
      public void write(Bytes data) {
        end.write(data);
      }

      @Override
      public void finish() {
        end.finish();
      }
    };
  }
}
