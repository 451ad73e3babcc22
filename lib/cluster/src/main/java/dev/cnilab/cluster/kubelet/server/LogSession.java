package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends a container's log to a caller, and follows it while the container runs. */
final class LogSession implements ExecSession {
  private static final int BLOCK = 8192;

  /** In which a file is read backwards: as much as a disk holds in one piece. */
  private static final int TAIL_BLOCK = 64 * 1024;

  /** How many blocks are sent before others have their turn. */
  private static final int MOST_AT_ONCE = 4;

  private final EventLoop loop;
  private final StreamSink sink;
  private final LogRequest request;
  private final BooleanSupplier isRunning;
  private final MountNamespace files;
  private final String path;
  private OpenFile file;
  private long inode;
  private final Deque<ContainerLogLine> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private @Nullable FileWatch watch;
  private long left;
  private boolean scheduled;
  private boolean over;

  /**
   * Starts sending.
   *
   * @param isRunning whether more may be written to the log
   * @throws IOException if there is no such file
   */
  LogSession(
      EventLoop loop,
      MountNamespace files,
      String path,
      LogRequest request,
      StreamSink sink,
      BooleanSupplier isRunning)
      throws IOException {
    this.loop = loop;
    this.request = request;
    this.sink = sink;
    this.isRunning = isRunning;
    this.left = request.limitBytes().orElse(Long.MAX_VALUE);
    this.files = files;
    this.path = path;
    this.file = files.open(path, OpenMode.READ);
    this.inode = files.status(path).inode();
    if (request.tailLines().isPresent()) {
      file.seek(startOfTail(request.tailLines().getAsLong()));
    }
    sink.onRoom(this::more);
    if (request.follow() && isRunning.getAsBoolean()) {
      watch = files.watch(path, event -> more());
    }
    more();
  }

  /**
   * Sends what the caller has room for, and ends if nothing can follow. Others have their turn
   * after some blocks: hundreds of callers may read long logs.
   */
  void more() {
    try {
      boolean more = true;
      for (int blocks = 0; !over && sink.hasRoom() && more; blocks++) {
        if (blocks == MOST_AT_ONCE) {
          moreLater();
          return;
        }
        more = readBlock();
        send();
      }
      if (!over && !more && (watch == null || !isRunning.getAsBoolean())) {
        end();
      }
    } catch (IOException failed) {
      over = true;
      sink.fail(String.valueOf(failed.getMessage()));
      release();
    }
  }

  private void moreLater() {
    if (!scheduled) {
      scheduled = true;
      loop.schedule(
          Duration.ZERO,
          () -> {
            scheduled = false;
            more();
          });
    }
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void stdin(byte[] bytes, Runnable taken) {
    taken.run();
  }

  @Override
  public void closeStdin() {}

  @Override
  public void resize(int columns, int rows) {}

  @Override
  public void close() {
    if (!over) {
      over = true;
      release();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      release();
      sink.exit(0);
    }
  }

  private void release() {
    file.close();
    if (watch != null) {
      watch.close();
    }
  }

  /** Sends the lines that have been read as one piece: a log may have millions of short ones. */
  private void send() {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    while (!lines.isEmpty() && left > 0) {
      ContainerLogLine line = lines.removeFirst();
      byte[] bytes = request.timestamps() ? line.bytesWithTime() : line.bytes();
      piece.write(bytes, 0, (int) Math.min(bytes.length, left));
      left -= bytes.length;
    }
    if (piece.size() > 0) {
      sink.stdout(piece.toByteArray());
    }
    if (left <= 0) {
      end();
    }
  }

  /** Where the last lines begin, as the kubelet's {@code FindTailLineStartIndex} looks for them. */
  private long startOfTail(long count) throws IOException {
    byte[] block = new byte[TAIL_BLOCK];
    long counted = 0;
    for (long end = files.status(path).size(); end > 0; ) {
      long start = (end - 1) / TAIL_BLOCK * TAIL_BLOCK;
      file.seek(start);
      for (int i = read(block, (int) (end - start)) - 1; i >= 0; i--) {
        if (block[i] == '\n' && counted++ == count) {
          return start + i + 1;
        }
      }
      end = start;
    }
    return 0;
  }

  private int read(byte[] block, int length) throws IOException {
    int read = 0;
    while (read < length) {
      int count = file.read(block, read, length - read);
      if (count < 0) {
        break;
      }
      read += count;
    }
    return read;
  }

  /** Continues with the new file if the log was rotated. */
  private boolean nextFile() throws IOException {
    Optional<FileStatus> present = watch == null ? Optional.empty() : files.find(path);
    if (present.isEmpty() || present.get().inode() == inode) {
      return false;
    }
    file.close();
    file = files.open(path, OpenMode.READ);
    inode = present.get().inode();
    return true;
  }

  /** Reads the next lines from the file; false if there are none at the moment. */
  private boolean readBlock() throws IOException {
    byte[] block = new byte[BLOCK];
    int count = file.read(block, 0, BLOCK);
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (block[i] == '\n') {
        unfinished.write(block, from, i - from);
        from = i + 1;
        ContainerLogLine.parse(unfinished.toByteArray())
            .filter(line -> request.since().filter(line::isBefore).isEmpty())
            .ifPresent(lines::add);
        unfinished.reset();
      }
    }
    unfinished.write(block, from, Math.max(count - from, 0));
    return count > 0 || nextFile();
  }
}
