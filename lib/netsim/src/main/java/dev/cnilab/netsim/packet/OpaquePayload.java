package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/** The payload of another protocol, or a fragment of any. */
public record OpaquePayload(int protocol, Bytes bytes) implements Ipv4Payload {
  @Override
  public int length() {
    return bytes.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    bytes.encode(out);
  }
}
