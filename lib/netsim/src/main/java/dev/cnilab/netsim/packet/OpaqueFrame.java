package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/** The payload of an unsupported protocol; bridges forward it anyway. */
public record OpaqueFrame(int etherType, Bytes bytes) implements EtherPayload {
  @Override
  public int length() {
    return bytes.length();
  }

  @Override
  public void encode(ByteBuffer out) {
    bytes.encode(out);
  }
}
