package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import java.io.IOException;
import java.io.Reader;
import org.metricshub.jawk.jrt.PartitioningReader;

/**
 * Divides text into records. What has been read of a record that has not come to its end is memory
 * of the program, and is searched again from its beginning after each read.
 */
final class RecordReader extends PartitioningReader {
  /** The characters that are searched in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  private final StreamUser holder;
  private long unfinished;

  /**
   * Reads from the beginning.
   *
   * @param holder is charged for an unfinished record
   * @param separator RS
   */
  RecordReader(Reader text, String separator, StreamUser holder) {
    super(text, separator);
    this.holder = holder;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    holder.hold(Math.max(0, read));
    unfinished += Math.max(0, read);
    holder.work((int) (unfinished / CHARACTERS_A_UNIT));
    return read;
  }

  @Override
  public String readRecord() throws IOException {
    String record = super.readRecord();
    holder.hold(-unfinished);
    unfinished = 0;
    return record;
  }
}
