package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Connects a caller with a port inside a network namespace: {@code sandbox_portforward_linux.go} of
 * containerd.
 *
 * @param path of the network namespace, as in messages
 * @param sandbox its ID, as in messages
 */
record PortForward(NetworkNamespace network, String path, String sandbox, int port) {
  private static final Ipv4Address LOCALHOST = Ipv4Address.parse("127.0.0.1");
  private static final Duration FOREVER = Duration.ofDays(3650);
  private static final int PIECE = 32 * 1024;

  /** Blocks until both sides are done. */
  void run(ExecStreams streams) {
    try (TcpConnection connection = network.tcp().connect(LOCALHOST, port)) {
      connection.awaitEstablished(FOREVER);
      Task sending = network.loop().spawn("port-forward", () -> send(streams, connection));
      try {
        receive(streams, connection);
      } finally {
        if (!sending.isFinished()) {
          sending.interrupt();
        }
      }
    } catch (ErrnoException failed) {
      String error = GoText.errno(failed);
      throw CriException.unknown(
          ("failed to execute portforward in network namespace \"%s\": failed to connect to"
                  + " localhost:%d inside namespace \"%s\", IPv4: dial tcp4 127.0.0.1:%d: connect:"
                  + " %s IPv6 dial tcp6: address localhost: no suitable address"
                  + " found ")
              .formatted(path, port, sandbox, port, error));
    } catch (IOException callerIsGone) {
      throw CriException.unknown(String.valueOf(callerIsGone.getMessage()));
    }
  }

  private static void send(ExecStreams streams, TcpConnection connection) {
    byte[] buffer = new byte[PIECE];
    try {
      for (int count = streams.in().read(buffer); count >= 0; count = streams.in().read(buffer)) {
        connection.write(Bytes.of(Arrays.copyOf(buffer, count)), FOREVER);
      }
      connection.finish();
    } catch (IOException | ErrnoException goneOnOneSide) {
      connection.finish();
    }
  }

  private static void receive(ExecStreams streams, TcpConnection connection) throws IOException {
    while (true) {
      Bytes bytes = connection.read(PIECE, FOREVER).orElse(Bytes.zeros(0));
      if (bytes.length() == 0) {
        return;
      }
      streams.out().write(bytes.toArray());
    }
  }
}
