package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.packet.Bytes;
import java.time.Duration;
import java.util.Optional;

/** The network side of a {@link Relay}. */
interface NetworkEnd {
  /** Waits for data; no bytes at the end, empty if the timeout expired. */
  Optional<Bytes> read(Duration atMost);

  void write(Bytes data);

  /** Called at the end of standard input. */
  void finish();
}
