package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/** The payload of an unsupported protocol, a fragment, or a payload that was damaged on the way. */
public record OpaquePayload(int protocol, Bytes bytes) implements Ipv4Payload {
  /** Whether a whole packet's payload is opaque because its checksum was wrong. */
  public boolean isDamaged() {
    return protocol == IcmpMessage.PROTOCOL
        || protocol == TcpSegment.PROTOCOL
        || protocol == UdpDatagram.PROTOCOL;
  }

  @Override
  public int length() {
    return bytes.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    bytes.encode(out);
  }
}
