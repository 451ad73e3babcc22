package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * The header that replaces the Ethernet header in captures of several devices: LINKTYPE_LINUX_SLL2
 * of the registry at tcpdump.org.
 *
 * @param device the link's index
 * @param way the direction as seen from the link
 */
public record CookedHeader(int device, Tap.Direction way) {
  /** Its length in bytes. */
  public static final int LENGTH = 20;

  private static final int ARPHRD_ETHER = 1;

  /** The packet types of the format, which are Linux's PACKET_*. */
  private enum PacketType {
    HOST(0),
    BROADCAST(1),
    MULTICAST(2),
    OUTGOING(4);

    private final int number;

    PacketType(int number) {
      this.number = number;
    }
  }

  /** The packet with this header in front. The frame's destination is not kept. */
  public Bytes encode(EthernetFrame frame) {
    byte[] whole = frame.encode().toArray();
    int payload = whole.length - EthernetFrame.HEADER;
    ByteBuffer out = ByteBuffer.allocate(LENGTH + payload);
    out.putShort((short) frame.payload().etherType()).putShort((short) 0).putInt(device);
    out.putShort((short) ARPHRD_ETHER).put((byte) packetType(frame).number).put((byte) 6);
    out.put(whole, 6, 6).putShort((short) 0).put(whole, EthernetFrame.HEADER, payload);
    return Bytes.of(out.array());
  }

  private PacketType packetType(EthernetFrame frame) {
    if (way == Tap.Direction.OUT) {
      return PacketType.OUTGOING;
    }
    MacAddress to = frame.destination();
    return to.isBroadcast()
        ? PacketType.BROADCAST
        : to.isMulticast() ? PacketType.MULTICAST : PacketType.HOST;
  }

  /**
   * Reads what {@link #encode} wrote; the destination becomes an address of the same kind.
   *
   * @throws IndexOutOfBoundsException if it is too short
   */
  public static Read decode(Bytes bytes) {
    Objects.checkFromToIndex(0, LENGTH, bytes.length());
    byte[] cooked = bytes.toArray();
    ByteBuffer in = ByteBuffer.wrap(cooked);
    int type = cooked[10];
    byte[] frame = new byte[EthernetFrame.HEADER + cooked.length - LENGTH];
    if (type == PacketType.BROADCAST.number) {
      Arrays.fill(frame, 0, 6, (byte) 0xff);
    } else if (type == PacketType.MULTICAST.number) {
      frame[0] = 1;
    }
    System.arraycopy(cooked, 12, frame, 6, 6);
    System.arraycopy(cooked, 0, frame, 12, 2);
    System.arraycopy(cooked, LENGTH, frame, EthernetFrame.HEADER, cooked.length - LENGTH);
    Tap.Direction way = type == PacketType.OUTGOING.number ? Tap.Direction.OUT : Tap.Direction.IN;
    return new Read(new CookedHeader(in.getInt(4), way), Bytes.of(frame));
  }

  /** A header, and the frame behind it. */
  public record Read(CookedHeader header, Bytes frame) {}
}
