package dev.cnilab.userland.awk;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.stream.Input;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricshub.jawk.jrt.PartitioningReader;

/** The files and commands that a program has opened, by the expression it opened them with. */
final class AwkStreams {
  private static final int BUFFER = 4096;

  private final Process process;
  private final PrintStream output;
  private final Map<String, PartitioningReader> readers = new LinkedHashMap<>();
  private final Map<String, PrintStream> writers = new LinkedHashMap<>();
  private final Map<String, Process> commands = new LinkedHashMap<>();

  /**
   * Starts without open files.
   *
   * @param output the program's output, which is flushed before a command starts
   */
  AwkStreams(Process process, PrintStream output) {
    this.process = process;
    this.output = output;
  }

  /** The text of strerror(3) for a failure. */
  static String reason(IOException failed) {
    return failed instanceof FileException known
        ? known.error().text()
        : String.valueOf(failed.getMessage());
  }

  /** Opens a file for reading. */
  InputStream file(String path) throws IOException {
    return Descriptor.open(process, path, OpenMode.READ).in();
  }

  /** Starts a command and returns its output. */
  InputStream outputOf(String command) throws IOException {
    Pipe pipe = new Pipe(process.loop());
    start(command, Optional.empty(), Optional.of(pipe.writer()));
    pipe.writer().close();
    return new Input(pipe.reader(), process);
  }

  private void start(String command, Optional<OpenFile> in, Optional<OpenFile> out)
      throws IOException {
    output.flush();
    ProcessSpec spec = ProcessSpec.of(List.of("sh", "-c", command));
    if (in.isPresent()) {
      spec = spec.descriptor(0, in.get());
    }
    if (out.isPresent()) {
      spec = spec.descriptor(1, out.get());
    }
    commands.put(command, process.start(spec));
  }

  Optional<PartitioningReader> reader(String name) {
    return Optional.ofNullable(readers.get(name));
  }

  PartitioningReader keep(String name, PartitioningReader reader) {
    readers.put(name, reader);
    return reader;
  }

  /** Opens a file for writing in this mode, or returns the one that is open. */
  PrintStream writer(String name, OpenMode mode) throws IOException {
    switch (name) {
      case "-", "/dev/stdout" -> {
        return output;
      }
      case "/dev/stderr" -> {
        output.flush();
        return new PrintStream(process.err(), true, StandardCharsets.UTF_8);
      }
      default -> {}
    }
    PrintStream known = writers.get(name);
    if (known != null) {
      return known;
    }
    return keep(name, Descriptor.open(process, name, mode).out());
  }

  /** Starts a command and returns a stream to its input. */
  PrintStream inputOf(String command) throws IOException {
    PrintStream known = writers.get(command);
    if (known != null) {
      return known;
    }
    Pipe pipe = new Pipe(process.loop());
    start(command, Optional.of(pipe.reader()), Optional.empty());
    pipe.reader().close();
    OpenFile end = pipe.writer();
    return keep(
        command,
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            end.write(bytes, from, count);
          }

          @Override
          public void close() {
            end.close();
          }
        });
  }

  private PrintStream keep(String name, OutputStream out) {
    PrintStream writer =
        new PrintStream(new BufferedOutputStream(out, BUFFER), false, StandardCharsets.UTF_8);
    writers.put(name, writer);
    return writer;
  }

  /** Runs a command and returns its exit status. */
  int run(String command) throws IOException {
    writers.values().forEach(PrintStream::flush);
    output.flush();
    return process.start(ProcessSpec.of(List.of("sh", "-c", command))).await();
  }

  /**
   * Closes the file or command of this name; returns a command's exit status, 0 for a file, -1 if
   * none is open.
   */
  int close(String name) {
    PartitioningReader reader = readers.remove(name);
    PrintStream writer = writers.remove(name);
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException gone) {
      // It counts as closed anyway.
    }
    if (writer != null) {
      output.flush();
      writer.close();
    }
    Process command = commands.remove(name);
    if (command != null) {
      return command.await();
    }
    return reader == null && writer == null ? -1 : 0;
  }

  /** Closes all files, and waits for commands. */
  void closeAll() {
    output.flush();
    List.copyOf(writers.keySet()).forEach(this::close);
    List.copyOf(readers.keySet()).forEach(this::close);
  }
}
