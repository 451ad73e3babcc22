package dev.cnilab.userland.net.tls;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.Optional;

/** A bidirectional stream of bytes, plain or encrypted. */
public interface ByteStream {
  /**
   * Waits for data.
   *
   * @return no bytes at the end of the stream; empty if the timeout expired
   */
  Optional<Bytes> read(int most, Duration atMost);

  /**
   * Sends data; waits while the send buffer is full.
   *
   * @return false if the timeout expired
   */
  boolean write(Bytes data, Duration atMost);

  /** An unencrypted connection. */
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
