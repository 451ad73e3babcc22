package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.packet.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code serve-dns [--bind ADDR] RECORD…}: answers authoritatively for its records; no recursion,
 * no EDNS, a TTL of 30.
 */
final class ServeDns extends UdpServer {
  private static final int PORT = 53;

  @Override
  int port(ServerWords words) {
    return PORT;
  }

  @Override
  Function<Bytes, Optional<Bytes>> answer(ServerWords words) {
    Zone zone = Zone.of(List.copyOf(words.operands()));
    return query -> zone.answer(query.toArray()).map(Bytes::of);
  }
}
