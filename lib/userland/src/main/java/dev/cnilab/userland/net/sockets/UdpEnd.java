package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import java.time.Duration;
import java.util.Optional;

/** A UDP socket with a peer; it has no end. */
record UdpEnd(UdpSocket socket) implements NetworkEnd {
  @Override
  public Optional<Bytes> read(Duration atMost) {
    return Optional.ofNullable(socket.receive(atMost)).map(UdpSocket.Datagram::data);
  }

  @Override
  public void write(Bytes data) {
    socket.send(data);
  }

  @Override
  public void finish() {
    // UDP cannot signal the end.
  }
}
