package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.stream.Output;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The last bytes or lines of a stream; keeps no more than necessary. */
final class LastPart {
  private final Unit unit;
  private final long count;
  private final StreamUser holder;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private long units;

  /** The unit of the count. */
  enum Unit {
    BYTES,
    LINES
  }

  /** A block of the input, and the number of line ends or bytes in it. */
  private static final class Block {
    private final byte[] bytes;
    private final long units;

    Block(byte[] bytes, long units) {
      this.bytes = bytes;
      this.units = units;
    }
  }

  /**
   * Creates an empty buffer.
   *
   * @param holder the process whose memory it counts as
   */
  LastPart(Unit unit, long count, StreamUser holder) {
    this.unit = unit;
    this.count = count;
    this.holder = holder;
  }

  void add(byte[] bytes, int length) {
    Block block = new Block(Arrays.copyOf(bytes, length), unitsOf(bytes, length));
    holder.hold(length);
    blocks.add(block);
    units += block.units;
    while (units - blocks.getFirst().units > count) {
      Block passed = blocks.removeFirst();
      units -= passed.units;
      holder.hold(-passed.bytes.length);
    }
  }

  /** Writes the last part and discards it. */
  void writeTo(Output out) {
    boolean unfinished = unit == Unit.LINES && !blocks.isEmpty() && !endsLine(blocks.getLast());
    long skip = units + (unfinished ? 1 : 0) - count;
    while (!blocks.isEmpty()) {
      byte[] bytes = blocks.removeFirst().bytes;
      int start = 0;
      while (skip > 0 && start < bytes.length) {
        skip -= unit == Unit.BYTES || bytes[start] == '\n' ? 1 : 0;
        start++;
      }
      out.write(bytes, start, bytes.length - start);
      holder.hold(-bytes.length);
    }
  }

  private static boolean endsLine(Block block) {
    return block.bytes[block.bytes.length - 1] == '\n';
  }

  private long unitsOf(byte[] bytes, int length) {
    if (unit == Unit.BYTES) {
      return length;
    }
    long ends = 0;
    for (int i = 0; i < length; i++) {
      ends += bytes[i] == '\n' ? 1 : 0;
    }
    return ends;
  }
}
