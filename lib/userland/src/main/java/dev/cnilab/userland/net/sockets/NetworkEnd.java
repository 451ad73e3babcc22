package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.packet.Bytes;
import java.time.Duration;
import java.util.Optional;

/** The network's side of a {@link Relay}. */
interface NetworkEnd {
  /** Waits for data; no bytes at the end, empty if the time ran out. */
  Optional<Bytes> read(Duration atMost);

  void write(Bytes data);

  /** Standard input has ended. */
  void finish();
}
