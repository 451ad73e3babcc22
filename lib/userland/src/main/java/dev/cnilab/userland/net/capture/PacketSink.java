package dev.cnilab.userland.net.capture;

import java.io.IOException;

/** What tcpdump does with the packets it has got. */
interface PacketSink {
  void take(Captured packet) throws IOException;

  /** Nothing comes after. */
  void end() throws IOException;
}
