package dev.cnilab.userland.file.open;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A terminal in canonical mode, as its processes see it: typed characters are echoed and can be
 * edited until the end of the line; termios(3).
 */
public final class Terminal extends OpenFile {
  private static final int INTERRUPT = 3;
  private static final int END = 4;
  private static final int BACKSPACE = 8;
  private static final int KILL_LINE = 21;
  private static final int DELETE = 127;

  private final Consumer<byte[]> screen;
  private final Runnable interrupt;
  private final WaitQueue typed;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte[] ready = new byte[0];
  private boolean ended;

  /**
   * Creates a terminal.
   *
   * @param screen receives the output, with carriage returns
   * @param interrupt called when Ctrl-C is typed
   */
  public Terminal(EventLoop loop, Consumer<byte[]> screen, Runnable interrupt) {
    this.screen = screen;
    this.interrupt = interrupt;
    this.typed = new WaitQueue(loop);
  }

  /** Handles typed keys. On the loop. */
  public void type(byte[] keys, int count) {
    for (int i = 0; i < count; i++) {
      key(keys[i] & 0xff);
    }
  }

  /** Ends the input. */
  public void hangUp() {
    ended = true;
    typed.wakeAll();
  }

  private void key(int key) {
    switch (key) {
      case '\r', '\n' -> {
        show("\r\n");
        line.write('\n');
        finishLine();
      }
      case INTERRUPT -> {
        show("^C\r\n");
        line.reset();
        interrupt.run();
      }
      case END -> {
        ended |= line.size() == 0;
        finishLine();
      }
      case BACKSPACE, DELETE -> erase();
      case KILL_LINE -> {
        while (line.size() > 0) {
          erase();
        }
      }
      default -> {
        line.write(key);
        screen.accept(new byte[] {(byte) key});
      }
    }
  }

  private void show(String text) {
    screen.accept(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Removes the last character with all its bytes. */
  private void erase() {
    byte[] bytes = line.toByteArray();
    int end = bytes.length - 1;
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    if (end >= 0) {
      line.reset();
      line.write(bytes, 0, end);
      show("\b \b");
    }
  }

  private void finishLine() {
    byte[] more = line.toByteArray();
    line.reset();
    byte[] all = Arrays.copyOf(ready, ready.length + more.length);
    System.arraycopy(more, 0, all, ready.length, more.length);
    ready = all;
    typed.wakeAll();
  }

  /** Reads at most one line, as from a terminal. */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    while (ready.length == 0) {
      if (ended) {
        return -1;
      }
      typed.await();
    }
    int end = 0;
    while (end < Math.min(length, ready.length) && (end == 0 || ready[end - 1] != '\n')) {
      end++;
    }
    System.arraycopy(ready, 0, buffer, offset, end);
    ready = Arrays.copyOfRange(ready, end, ready.length);
    return end;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        shown.write('\r');
      }
      shown.write(bytes[i]);
    }
    screen.accept(shown.toByteArray());
  }

  @Override
  public boolean isTerminal() {
    return true;
  }
}
