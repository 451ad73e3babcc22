package dev.cnilab.netsim.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes packets as a pcap file (draft-ietf-opsawg-pcap) with times in microseconds. */
public final class PcapWriter {
  static final int MAGIC = 0xa1b2c3d4;
  static final short MAJOR = 2;
  static final short MINOR = 4;

  private final OutputStream out;
  private final int snapshotLength;

  /** Writes the file's header. The stream stays the caller's. */
  public PcapWriter(OutputStream out, PcapHeader header) throws IOException {
    this.out = out;
    this.snapshotLength = header.snapshotLength();
    ByteBuffer fields = littleEndian(24).putInt(MAGIC).putShort(MAJOR).putShort(MINOR);
    fields.putInt(0).putInt(0).putInt(snapshotLength).putInt(header.linkType());
    out.write(fields.array());
  }

  /** Adds a packet; of a longer one than the file's snapshot length only the beginning. */
  public void write(PcapRecord packet) throws IOException {
    int kept = Math.min(packet.bytes().length(), snapshotLength);
    ByteBuffer fields = littleEndian(16);
    fields.putInt((int) packet.time().getEpochSecond()).putInt(packet.time().getNano() / 1000);
    fields.putInt(kept).putInt(packet.length());
    out.write(fields.array());
    out.write(packet.bytes().toArray(), 0, kept);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
