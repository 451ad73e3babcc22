package dev.cnilab.userland.file.disk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The content of a large file in blocks. Zeros take up no memory, a block equal to its predecessor
 * shares its bytes, and compressible blocks are compressed: a log or a file full of zeros takes
 * little of the heap.
 */
final class PackedContent {
  private static final int BLOCK = 16384;
  private static final int PROBE = 4096;

  /** The heap bytes of a block's entry in the map and of its number, as a 64-bit JVM has them. */
  private static final int ENTRY = 64;

  private static final byte[] ZEROS = new byte[BLOCK];

  /** Of all files: making one takes as long as compressing a block. */
  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED, true);

  /** The buffer for a compressed block; in use while the deflater is locked. */
  private static final byte[] DEFLATED = new byte[BLOCK];

  private final Map<Long, Stored> blocks = new HashMap<>();
  private long size;
  private long held;
  private byte @Nullable [] open;
  private long openIndex;
  private boolean changed;

  /** The bytes of a block that is not in use, or of several equal ones. */
  private static final class Stored {
    private final byte[] bytes;
    private int blocks;

    Stored(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  long size() {
    return size;
  }

  /** Its heap usage, in bytes. */
  long held() {
    return held + (open == null ? 0 : BLOCK);
  }

  /** Copies at most {@code length} bytes from a position; -1 at the end. */
  int read(long position, byte[] buffer, int offset, int length) {
    if (position >= size) {
      return -1;
    }
    int at = (int) (position % BLOCK);
    int count = (int) Math.min(Math.min(length, BLOCK - at), size - position);
    System.arraycopy(block(position / BLOCK), at, buffer, offset, count);
    return count;
  }

  /** Writes bytes at a position; a gap after the present end is filled with zeros. */
  void write(long position, byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; ) {
      long place = position + done;
      int at = (int) (place % BLOCK);
      int count = Math.min(length - done, BLOCK - at);
      if (count < BLOCK || !isHole(place / BLOCK) || !isZero(bytes, offset + done)) {
        System.arraycopy(bytes, offset + done, block(place / BLOCK), at, count);
        changed = true;
      }
      done += count;
    }
    size = Math.max(size, position + length);
  }

  private boolean isHole(long index) {
    return !blocks.containsKey(index) && (open == null || openIndex != index);
  }

  /** Whether a block of zeros begins at an offset: gigabytes of them are written to fill a disk. */
  private static boolean isZero(byte[] bytes, int offset) {
    return Arrays.equals(bytes, offset, offset + BLOCK, ZEROS, 0, BLOCK);
  }

  /** Cuts it off, or adds zeros, which take nothing. */
  void resize(long newSize) {
    settle();
    long last = newSize / BLOCK;
    int kept = (int) (newSize % BLOCK);
    blocks
        .entrySet()
        .removeIf(
            each -> {
              boolean after = each.getKey() > last || (each.getKey() == last && kept == 0);
              release(after ? each.getValue() : null);
              return after;
            });
    if (newSize < size && !isHole(last)) {
      Arrays.fill(block(last), kept, BLOCK, (byte) 0);
      changed = true;
    }
    size = newSize;
  }

  /** Packs the block that was used last. */
  void settle() {
    if (open != null && changed) {
      store(openIndex, open);
    }
    open = null;
    changed = false;
  }

  private byte[] block(long index) {
    byte[] present = open;
    if (present != null && openIndex == index) {
      return present;
    }
    settle();
    Stored stored = blocks.get(index);
    byte[] block = stored == null ? new byte[BLOCK] : unpacked(stored.bytes);
    open = block;
    openIndex = index;
    return block;
  }

  private void store(long index, byte[] block) {
    release(blocks.remove(index));
    if (Arrays.equals(block, ZEROS)) {
      return;
    }
    Stored neighbor = blocks.get(index - 1);
    byte[] packed = packed(block, neighbor);
    Stored now =
        neighbor != null && Arrays.equals(neighbor.bytes, packed) ? neighbor : new Stored(packed);
    held += ENTRY + (now.blocks == 0 ? packed.length : 0);
    now.blocks++;
    blocks.put(index, now);
  }

  /** Bytes are held until the last block that shares them is gone. */
  private void release(@Nullable Stored stored) {
    if (stored != null) {
      stored.blocks--;
      held -= ENTRY + (stored.blocks == 0 ? stored.bytes.length : 0);
    }
  }

  /** Decides by its neighbor, or by its beginning, whether a block is worth compressing. */
  private static byte[] packed(byte[] block, @Nullable Stored neighbor) {
    boolean worthIt =
        (neighbor != null && neighbor.bytes.length < BLOCK)
            || deflated(block, PROBE).length < PROBE;
    return worthIt ? deflated(block, BLOCK) : block;
  }

  private static byte[] deflated(byte[] block, int length) {
    synchronized (DEFLATER) {
      DEFLATER.reset();
      DEFLATER.setInput(block, 0, length);
      DEFLATER.finish();
      int count = DEFLATER.deflate(DEFLATED, 0, length - length / 4);
      return DEFLATER.finished() ? Arrays.copyOf(DEFLATED, count) : block;
    }
  }

  private static byte[] unpacked(byte[] stored) {
    if (stored.length == BLOCK) {
      return stored.clone();
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored);
      byte[] block = new byte[BLOCK];
      inflater.inflate(block);
      return block;
    } catch (DataFormatException neverPackedSo) {
      throw new IllegalStateException(neverPackedSo);
    } finally {
      inflater.end();
    }
  }
}
