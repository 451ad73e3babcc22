package dev.cnilab.userland.net.tls;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.Optional;

/** Bytes both ways, as they are or encrypted. */
public interface ByteStream {
  /**
   * Waits for data.
   *
   * @return no bytes at the end of the stream; empty if the time ran out
   */
  Optional<Bytes> read(int most, Duration atMost);

  /**
   * Sends data; waits while too much is on its way.
   *
   * @return false if the time ran out
   */
  boolean write(Bytes data, Duration atMost);

  /** A connection as it is. */
  static ByteStream plain(TcpConnection connection) {
    return new ByteStream() {
      @Override
      public Optional<Bytes> read(int most, Duration atMost) {
        return connection.read(most, atMost);
      }

      @Override
      public boolean write(Bytes data, Duration atMost) {
        return connection.write(data, atMost);
      }
    };
  }
}
