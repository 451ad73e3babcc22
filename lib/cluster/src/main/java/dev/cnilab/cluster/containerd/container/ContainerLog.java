package dev.cnilab.cluster.containerd.container;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.RunGroup;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A container's log file in the format of CRI: time, stream, {@code F} for a full line or {@code P}
 * for a part of one, text. It is open while the container runs: who renames it moves what is still
 * to come, and who removes it loses that, until it is reopened.
 */
final class ContainerLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  /** max_container_log_line_size of containerd, in bytes. */
  private static final int LONGEST_LINE = 16384;

  /** What it costs to write a line, in microseconds. */
  private static final int A_LINE = 5;

  private final EventLoop loop;
  private final MountNamespace files;
  private final String path;
  private final RunGroup turns;
  private @Nullable OpenFile file;

  /**
   * A log, made if there is none.
   *
   * @param turns who waits while lines are written: the writers, as on a pipe that is full
   */
  ContainerLog(EventLoop loop, MountNamespace files, String path, RunGroup turns)
      throws IOException {
    this.turns = turns;
    this.loop = loop;
    this.files = files;
    this.path = path;
    files.createDirectories(path.substring(0, path.lastIndexOf('/')));
    file = files.open(path, OpenMode.APPEND);
  }

  /** Goes on in a new file if the present one was renamed or removed. */
  void reopen() throws IOException {
    OpenFile before = file;
    file = files.open(path, OpenMode.APPEND);
    if (before != null) {
      before.close();
    }
  }

  /** The container has ended; the rest of a line may still come. */
  void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** Where a process writes one of its streams; {@code stdout} or {@code stderr}. */
  OpenFile stream(String name) {
    Lines lines = new Lines(name);
    return new Sink(lines::feed, lines::flush);
  }

  private void write(byte[] lines) {
    try {
      if (file == null) {
        files.append(path, lines);
      } else {
        file.write(lines, 0, lines.length);
      }
    } catch (IOException removedOrFull) {
      // A log that takes no more lines loses them; the container goes on.
    }
  }

  /** Cuts a stream into lines. */
  private final class Lines {
    private final String stream;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int count;

    Lines(String stream) {
      this.stream = stream;
    }

    void feed(byte[] bytes) {
      byte[] time = TIME.format(loop.now()).getBytes(StandardCharsets.US_ASCII);
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          pending.writeBytes(Arrays.copyOfRange(bytes, start, i));
          end('F', time);
          start = i + 1;
        } else if (pending.size() + i - start >= LONGEST_LINE) {
          pending.writeBytes(Arrays.copyOfRange(bytes, start, i));
          end('P', time);
          start = i;
        }
      }
      pending.writeBytes(Arrays.copyOfRange(bytes, start, bytes.length));
      writeLines();
    }

    void flush() {
      if (pending.size() > 0) {
        end('F', TIME.format(loop.now()).getBytes(StandardCharsets.US_ASCII));
        writeLines();
      }
    }

    private void end(char tag, byte[] time) {
      lines.writeBytes(time);
      lines.writeBytes((" " + stream + " " + tag + " ").getBytes(StandardCharsets.US_ASCII));
      lines.writeBytes(pending.toByteArray());
      lines.write('\n');
      pending.reset();
      count++;
    }

    private void writeLines() {
      if (count > 0) {
        write(lines.toByteArray());
        turns.charge(count * A_LINE);
        count = 0;
        lines.reset();
      }
    }
  }
}
