package dev.cnilab.userland.file.open;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.util.ArrayDeque;
import java.util.Deque;

/** A pipe of 64 KiB, as pipe(2) makes one (pipe(7): capacity). */
public final class Pipe {
  private static final int CAPACITY = 65536;

  private final Deque<byte[]> chunks = new ArrayDeque<>(1);
  private final WaitQueue changed;
  private final Reader reader = new Reader();
  private final Writer writer = new Writer();
  private int consumedOfFirst;
  private int size;
  private boolean readerGone;
  private boolean writerGone;

  public Pipe(EventLoop loop) {
    changed = new WaitQueue(loop);
    reader.openedAs("", 0500);
    writer.openedAs("", 0300);
  }

  /** The read end. */
  public OpenFile reader() {
    return reader;
  }

  /** The write end, for tasks. */
  public OpenFile writer() {
    return writer;
  }

  /**
   * Adds bytes beyond the capacity if necessary, for events of the loop, which cannot wait for
   * room.
   */
  public void feed(byte[] bytes) {
    if (!readerGone && bytes.length > 0) {
      chunks.add(bytes);
      size += bytes.length;
      changed.wakeAll();
    }
  }

  private int take(byte[] buffer, int offset, int length) {
    byte[] first = chunks.getFirst();
    int count = Math.min(length, first.length - consumedOfFirst);
    System.arraycopy(first, consumedOfFirst, buffer, offset, count);
    consumedOfFirst += count;
    size -= count;
    if (consumedOfFirst == first.length) {
      chunks.removeFirst();
      consumedOfFirst = 0;
    }
    changed.wakeAll();
    return count;
  }

  private final class Reader extends OpenFile {
    @Override
    public Object inode() {
      return Pipe.this;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      while (chunks.isEmpty()) {
        if (writerGone) {
          return -1;
        }
        changed.await();
      }
      return take(buffer, offset, length);
    }

    @Override
    protected void release() {
      readerGone = true;
      chunks.clear();
      changed.wakeAll();
    }
  }

  private final class Writer extends OpenFile {
    @Override
    public Object inode() {
      return Pipe.this;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws BrokenPipe {
      int written = 0;
      while (written < length) {
        while (size >= CAPACITY && !readerGone) {
          changed.await();
        }
        if (readerGone) {
          throw new BrokenPipe();
        }
        int count = Math.min(length - written, CAPACITY - size);
        byte[] chunk = new byte[count];
        System.arraycopy(bytes, offset + written, chunk, 0, count);
        feed(chunk);
        written += count;
      }
    }

    @Override
    protected void release() {
      writerGone = true;
      changed.wakeAll();
    }
  }
}
