package dev.cnilab.cluster.containerd.container;

import dev.cnilab.netsim.loop.RunGroup;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A container's log file in the format of CRI: time, stream, {@code F} for a full line or {@code P}
 * for a part of one, text. It is open while the container runs: renaming it moves later lines with
 * it, and removing it loses them, until it is reopened.
 */
final class ContainerLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  /** max_container_log_line_size of containerd, in bytes. */
  private static final int LONGEST_LINE = 16384;

  /** The time to write a line, in microseconds. */
  private static final int A_LINE = 5;

  private final InstantSource clock;
  private final MountNamespace files;
  private final String path;
  private final RunGroup turns;
  private @Nullable OpenFile file;

  /**
   * A log, created if it does not exist.
   *
   * @param turns makes writers wait while lines are written, as for a full pipe
   */
  ContainerLog(InstantSource clock, MountNamespace files, String path, RunGroup turns)
      throws IOException {
    this.turns = turns;
    this.clock = clock;
    this.files = files;
    this.path = path;
    files.createDirectories(path.substring(0, path.lastIndexOf('/')));
    file = files.open(path, OpenMode.APPEND);
  }

  /** Continues in a new file if the current one was renamed or removed. */
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

  /** The file to which a process writes one of its streams, {@code stdout} or {@code stderr}. */
  OpenFile stream(String name) {
    return new Lines(name);
  }

  private void write(Block lines) {
    try {
      if (file == null) {
        files.append(path, lines.toByteArray());
      } else {
        lines.writeTo(file);
      }
    } catch (IOException removedOrFull) {
      // Lines that the log does not take are lost; the container continues.
    }
  }

  /** Lines that are written at once. */
  private static final class Block extends ByteArrayOutputStream {
    void writeTo(OpenFile file) throws IOException {
      file.write(buf, 0, count);
    }
  }

  /** Cuts a stream into lines. */
  private final class Lines extends OpenFile {
    private final String stream;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Block lines = new Block();
    private Instant stamped = Instant.MIN;
    private byte[] head = {};
    private int count;

    Lines(String stream) {
      this.stream = stream;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int limit = offset + length;
      int start = offset;
      for (int end = lineEnd(bytes, start, limit);
          end < limit;
          end = lineEnd(bytes, start, limit)) {
        if (pending.size() == 0 && end - start <= LONGEST_LINE) {
          add('F', bytes, start, end - start);
        } else {
          take(bytes, start, end);
          end('F');
        }
        start = end + 1;
      }
      take(bytes, start, limit);
      writeLines();
    }

    private static int lineEnd(byte[] bytes, int from, int limit) {
      int at = from;
      while (at < limit && bytes[at] != '\n') {
        at++;
      }
      return at;
    }

    /** Adds to the current line, and splits it if it gets too long. */
    private void take(byte[] bytes, int from, int to) {
      int start = from;
      while (pending.size() + to - start > LONGEST_LINE) {
        int room = LONGEST_LINE - pending.size();
        pending.write(bytes, start, room);
        end('P');
        start += room;
      }
      pending.write(bytes, start, to - start);
    }

    /** The stream has ended: an unfinished line is logged as a part, as by containerd. */
    @Override
    protected void release() {
      if (pending.size() > 0) {
        end('P');
        writeLines();
      }
    }

    private void end(char tag) {
      add(tag, pending.toByteArray(), 0, pending.size());
      pending.reset();
    }

    private void add(char tag, byte[] bytes, int from, int length) {
      lines.writeBytes(head());
      lines.write(tag);
      lines.write(' ');
      lines.write(bytes, from, length);
      lines.write('\n');
      count++;
    }

    /** The prefix of all lines of the same instant. */
    private byte[] head() {
      Instant now = clock.instant();
      if (!now.equals(stamped)) {
        stamped = now;
        head = (TIME.format(now) + " " + stream + " ").getBytes(StandardCharsets.US_ASCII);
      }
      return head;
    }

    private void writeLines() {
      if (count > 0) {
        ContainerLog.this.write(lines);
        turns.charge(count * A_LINE);
        count = 0;
        lines.reset();
      }
    }
  }
}
