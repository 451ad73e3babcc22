package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** Writes frames as a pcap file (draft-ietf-opsawg-pcap) with times in microseconds. */
public final class PcapWriter {
  /** What tcpdump takes of each packet unless told otherwise, in bytes. */
  public static final int SNAPSHOT_LENGTH = 262_144;

  private static final int MAGIC = 0xa1b2c3d4;
  private static final int ETHERNET = 1;

  private final OutputStream out;

  /** Writes the file's header. The stream stays the caller's. */
  public PcapWriter(OutputStream out) throws IOException {
    this.out = out;
    byte[] bytes = new byte[24];
    ByteBuffer header = littleEndian(bytes);
    header.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    header.putInt(SNAPSHOT_LENGTH).putInt(ETHERNET);
    out.write(bytes);
  }

  /** Adds one frame. */
  public void write(Instant time, EthernetFrame frame) throws IOException {
    Bytes content = frame.encode();
    byte[] bytes = new byte[16];
    ByteBuffer header = littleEndian(bytes);
    header.putInt((int) time.getEpochSecond()).putInt(time.getNano() / 1000);
    header.putInt(content.length()).putInt(content.length());
    out.write(bytes);
    out.write(content.toArray());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
