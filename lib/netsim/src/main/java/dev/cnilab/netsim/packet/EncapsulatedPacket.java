package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/** An IPv4 packet as the payload of another: IP in IP (RFC 2003). */
public record EncapsulatedPacket(Ipv4Packet inner) implements Ipv4Payload {
  public static final int PROTOCOL = 4;

  @Override
  public int protocol() {
    return PROTOCOL;
  }

  @Override
  public int length() {
    return inner.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    inner.encode(out);
  }
}
