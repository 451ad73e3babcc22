package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a pcap file (draft-ietf-opsawg-pcap) of either byte order, with times in microseconds or
 * nanoseconds.
 */
public final class PcapReader {
  private static final int NANOSECONDS = 0xa1b23c4d;

  /** The longest packet length libpcap accepts (MAXIMUM_SNAPLEN). */
  private static final int LONGEST = 262_144;

  private final InputStream in;
  private final ByteOrder order;
  private final int nanosecondsPerUnit;
  private final PcapHeader header;

  /**
   * Reads the file's header. The caller closes the stream.
   *
   * @throws PcapException if it is not a pcap header
   */
  public PcapReader(InputStream in) throws IOException {
    this.in = in;
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4) {
      throw PcapException.truncated(4, "file header", magic.length);
    }
    this.order = order(magic);
    this.nanosecondsPerUnit =
        ByteBuffer.wrap(magic).order(order).getInt() == NANOSECONDS ? 1 : 1000;
    byte[] rest = in.readNBytes(20);
    if (rest.length < 20) {
      throw PcapException.truncated(24, "file header", 4 + rest.length);
    }
    ByteBuffer fields = ByteBuffer.wrap(rest).order(order);
    this.header = new PcapHeader(fields.getInt(16), fields.getInt(12));
  }

  private static ByteOrder order(byte[] magic) throws PcapException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int number = ByteBuffer.wrap(magic).order(order).getInt();
      if (number == PcapWriter.MAGIC || number == NANOSECONDS) {
        return order;
      }
    }
    throw new PcapException("unknown file format");
  }

  public PcapHeader header() {
    return header;
  }

  /**
   * The next packet, empty at the end of the file.
   *
   * @throws PcapException if the file ends within a packet
   */
  public Optional<PcapRecord> read() throws IOException {
    byte[] front = in.readNBytes(16);
    if (front.length == 0) {
      return Optional.empty();
    }
    if (front.length < 16) {
      throw PcapException.truncated(16, "header", front.length);
    }
    ByteBuffer fields = ByteBuffer.wrap(front).order(order);
    long seconds = Integer.toUnsignedLong(fields.getInt());
    long parts = Integer.toUnsignedLong(fields.getInt());
    int kept = length(fields.getInt());
    int length = Math.max(kept, length(fields.getInt()));
    byte[] bytes = in.readNBytes(kept);
    if (bytes.length < kept) {
      throw PcapException.truncated(kept, "captured", bytes.length);
    }
    Instant time = Instant.ofEpochSecond(seconds, parts * nanosecondsPerUnit);
    return Optional.of(new PcapRecord(time, Bytes.of(bytes), length));
  }

  private static int length(int number) throws PcapException {
    if (number < 0 || number > LONGEST) {
      throw new PcapException(
          "invalid packet capture length %s, bigger than maximum of %d"
              .formatted(Integer.toUnsignedString(number), LONGEST));
    }
    return number;
  }
}
