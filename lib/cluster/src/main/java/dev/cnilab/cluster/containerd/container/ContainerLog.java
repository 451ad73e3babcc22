package dev.cnilab.cluster.containerd.container;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * A container's log file in the format of CRI: time, stream, {@code F} for a full line or {@code P}
 * for a part of one, text.
 */
final class ContainerLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  /** max_container_log_line_size of containerd, in bytes. */
  private static final int LONGEST_LINE = 16384;

  private final EventLoop loop;
  private final MountNamespace files;
  private final String path;

  ContainerLog(EventLoop loop, MountNamespace files, String path) throws IOException {
    this.loop = loop;
    this.files = files;
    this.path = path;
    files.createDirectories(path.substring(0, path.lastIndexOf('/')));
    files.append(path, "");
  }

  /** Where a process writes one of its streams; {@code stdout} or {@code stderr}. */
  OpenFile stream(String name) {
    Lines lines = new Lines(name);
    return new Sink(lines::feed, lines::flush);
  }

  private void write(String stream, char tag, byte[] text) {
    String line = TIME.format(loop.now()) + " " + stream + " " + tag + " ";
    try {
      files.append(path, line + new String(text, StandardCharsets.UTF_8) + "\n");
    } catch (IOException removed) {
      // A log directory that was removed takes no more lines; the container goes on.
    }
  }

  /** Cuts a stream into lines. */
  private final class Lines {
    private final String stream;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    Lines(String stream) {
      this.stream = stream;
    }

    void feed(byte[] bytes) {
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          pending.writeBytes(Arrays.copyOfRange(bytes, start, i));
          end('F');
          start = i + 1;
        } else if (pending.size() + i - start >= LONGEST_LINE) {
          pending.writeBytes(Arrays.copyOfRange(bytes, start, i));
          end('P');
          start = i;
        }
      }
      pending.writeBytes(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    void flush() {
      if (pending.size() > 0) {
        end('F');
      }
    }

    private void end(char tag) {
      write(stream, tag, pending.toByteArray());
      pending.reset();
    }
  }
}
