package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;

/** The payload of a protocol this network does not speak; bridges forward it all the same. */
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
