package dev.cnilab.netsim.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes packets as a pcap file (draft-ietf-opsawg-pcap) with times in microseconds. */
public final class PcapWriter {
  static final int MAGIC = 0xa1b2c3d4;
  static final short MAJOR = 2;
  static final short MINOR = 4;

  /** Microseconds per second. */
  private static final int SECOND = 1_000_000;

  private final OutputStream out;
  private final int snapshotLength;

  /** Writes the file's header. The caller closes the stream. */
  public PcapWriter(OutputStream out, PcapHeader header) throws IOException {
    this.out = out;
    this.snapshotLength = header.snapshotLength();
    byte[] front = new byte[24];
    ByteBuffer fields = littleEndian(front).putInt(MAGIC).putShort(MAJOR).putShort(MINOR);
    fields.putInt(0).putInt(0).putInt(snapshotLength).putInt(header.linkType());
    out.write(front);
  }

  /** Adds a packet, cut to the file's snapshot length. */
  public void write(PcapRecord packet) throws IOException {
    int kept = Math.min(packet.bytes().length(), snapshotLength);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, packet.time());
    byte[] front = new byte[16];
    ByteBuffer fields = littleEndian(front);
    fields.putInt((int) (micros / SECOND)).putInt((int) (micros % SECOND));
    fields.putInt(kept).putInt(packet.length());
    out.write(front);
    out.write(packet.bytes().toArray(), 0, kept);
  }

  private static ByteBuffer littleEndian(byte[] fields) {
    return ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN);
  }
}
