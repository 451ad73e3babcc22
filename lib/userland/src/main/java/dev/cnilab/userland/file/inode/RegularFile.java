package dev.cnilab.userland.file.inode;

import java.time.Instant;
import java.util.Arrays;

/** A regular file and its content. */
public final class RegularFile extends Inode {
  private static final byte[] NOTHING = {};

  private byte[] bytes;
  private int size;

  /** Whether the bytes are shared with others and must be copied before a change. */
  private boolean shared = true;

  /** Whether the content is still that of a layer. */
  private boolean ofLayer;

  /** An empty file. */
  public RegularFile(Instant modified) {
    this(NOTHING, Access.OF_FILE, modified, 1);
  }

  private RegularFile(byte[] bytes, Access access, Instant modified, int links) {
    super(access, modified, links);
    this.bytes = bytes;
    this.size = bytes.length;
  }

  /** The size in bytes. */
  public int size() {
    return size;
  }

  /** Its heap usage, in bytes: 0 while the content is a layer's. */
  public int held() {
    return ofLayer ? 0 : size;
  }

  /** The whole content. */
  public byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  /** Copies at most {@code length} bytes from a position; -1 at the end. */
  public int read(long position, byte[] buffer, int offset, int length) {
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(length, size - position);
    System.arraycopy(bytes, (int) position, buffer, offset, count);
    return count;
  }

  /** Writes bytes at a position; a gap after the present end is filled with zeros. */
  public void write(int position, byte[] source, int offset, int length) {
    int end = Math.max(size, position + length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, end + (size == 0 ? 0 : size / 8));
    } else if (shared) {
      bytes = bytes.clone();
    }
    shared = false;
    ofLayer = false;
    System.arraycopy(source, offset, bytes, position, length);
    size = end;
  }

  /** Empties it. */
  public void clear() {
    bytes = NOTHING;
    size = 0;
    shared = true;
    ofLayer = false;
  }

  /** Shares its content with equal files, because nothing writes to it for now. */
  public void settle() {
    if (!shared) {
      bytes = Contents.known(bytes.length == size ? bytes : content());
      shared = true;
    }
  }

  /** A copy of its present state, for a layer. */
  RegularFile frozen() {
    return new RegularFile(content(), access(), modified(), links());
  }

  @Override
  RegularFile copy(int first, Instant since) {
    RegularFile copy = new RegularFile(bytes, access(), since, links());
    copy.ofLayer = true;
    return copy;
  }
}
