package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection.
 *
 * @param finishes whether the end of standard input ends sending
 */
record TcpEnd(TcpConnection connection, boolean finishes) implements NetworkEnd {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final int BLOCK = 16384;

  @Override
  public Optional<Bytes> read(Duration atMost) {
    return connection.read(BLOCK, atMost);
  }

  @Override
  public void write(Bytes data) {
    connection.write(data, FOREVER);
  }

  @Override
  public void finish() {
    if (finishes) {
      connection.finish();
    }
  }
}
