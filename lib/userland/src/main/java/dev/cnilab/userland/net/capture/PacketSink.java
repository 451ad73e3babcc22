package dev.cnilab.userland.net.capture;

import java.io.IOException;

/** Where tcpdump sends the packets it captures. */
interface PacketSink {
  void take(Captured packet) throws IOException;

  /** Called after the last packet. */
  void end() throws IOException;
}
