package dev.cnilab.userland.net.socat;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An open address. */
interface Channel {
  Duration FOREVER = Duration.ofDays(365);
  int BLOCK = 8192;

  /** Waits for bytes; returns none at the end. */
  Bytes read() throws IOException;

  void write(Bytes data) throws IOException;

  /** Called after the last write. */
  default void finish() {}

  default void close() {}

  /** Two files, or the same file twice. */
  record Files(OpenFile in, OpenFile out, Runnable finished) implements Channel {
    @Override
    public Bytes read() throws IOException {
      byte[] block = new byte[BLOCK];
      int count = in.read(block, 0, BLOCK);
      return count <= 0 ? Bytes.EMPTY : Bytes.of(Arrays.copyOf(block, count));
    }

    @Override
    public void write(Bytes data) throws IOException {
      out.write(data.toArray(), 0, data.length());
    }

    @Override
    public void finish() {
      finished.run();
    }
  }

  /** A TCP connection. */
  record Tcp(TcpConnection connection, Runnable closer) implements Channel {
    @Override
    public Bytes read() {
      return connection.read(BLOCK, FOREVER).orElse(Bytes.EMPTY);
    }

    @Override
    public void write(Bytes data) {
      connection.write(data, FOREVER);
    }

    @Override
    public void finish() {
      connection.finish();
    }

    @Override
    public void close() {
      closer.run();
    }
  }

  /** A UDP socket; it has no end, and an empty datagram does not end it. */
  record Udp(UdpSocket socket, Runnable closer) implements Channel {
    @Override
    public Bytes read() {
      UdpSocket.Datagram next = socket.receive(FOREVER);
      return next == null ? Bytes.EMPTY : next.data();
    }

    @Override
    public void write(Bytes data) {
      socket.send(data);
    }

    @Override
    public void close() {
      closer.run();
    }
  }

  /** A channel whose first datagram was already received. */
  final class Begun implements Channel {
    private final Channel rest;
    private @Nullable Bytes first;

    Begun(Bytes first, Channel rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public Bytes read() throws IOException {
      Bytes inHand = first;
      first = null;
      return inHand == null ? rest.read() : inHand;
    }

    @Override
    public void write(Bytes data) throws IOException {
      rest.write(data);
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
