package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.packet.Bytes;
import java.util.Optional;
import java.util.function.Function;

/** {@code serve-udp PORT [--bind ADDR]}: sends every datagram back. */
final class ServeUdp extends UdpServer {
  @Override
  int port(ServerWords words) {
    return words.port();
  }

  @Override
  Function<Bytes, Optional<Bytes>> answer(ServerWords words) {
    return Optional::of;
  }
}
