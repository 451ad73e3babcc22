package dev.cnilab.userland.coreutils.part;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileWatch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tail}; with {@code -f} it waits for appended data. */
public final class Tail implements Command {
  private static final int BLOCK = 8192;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "ncfFqv").parse(Counts.modern(call.arguments()));
    boolean bytes = options.last("nc") == 'c';
    String written = options.value(bytes ? 'c' : 'n').orElse("10");
    long count = Math.abs(Counts.parse(call, bytes ? "bytes" : "lines", written));
    boolean fromStart = written.startsWith("+");
    Headers headers = Headers.of(call, options, options.operands());
    Map<String, Long> lengths = new LinkedHashMap<>();
    int status =
        call.eachInput(
            options.operands(),
            call.isBusybox() ? "can't open '%s'" : "cannot open '%s' for reading",
            call.isBusybox() ? "read error" : "error reading '%s'",
            (path, in) -> {
              headers.print(path);
              LastPart.Unit unit = bytes ? LastPart.Unit.BYTES : LastPart.Unit.LINES;
              long length =
                  fromStart
                      ? allFrom(call, in, unit, Math.max(0, count - 1))
                      : last(call, in, new LastPart(unit, count, call.process()));
              lengths.put(path, length);
            });
    if (call.isBusybox() && lengths.isEmpty()) {
      throw call.failure(1, "no files");
    }
    if (options.has('f') || options.has('F')) {
      lengths.remove("-");
      follow(call, headers, lengths);
    }
    return status;
  }

  /** Copies everything but the first bytes or lines; returns the number of bytes read. */
  private static long allFrom(Invocation call, InputStream in, LastPart.Unit unit, long skipped)
      throws IOException {
    byte[] block = new byte[BLOCK];
    long length = 0;
    long skip = skipped;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      length += read;
      int start = 0;
      while (skip > 0 && start < read) {
        skip -= unit == LastPart.Unit.BYTES || block[start] == '\n' ? 1 : 0;
        start++;
      }
      call.out().write(block, start, read - start);
    }
    return length;
  }

  private static long last(Invocation call, InputStream in, LastPart part) throws IOException {
    byte[] block = new byte[BLOCK];
    long length = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      length += read;
      part.add(block, read);
    }
    part.writeTo(call.out());
    return length;
  }

  private static void follow(Invocation call, Headers headers, Map<String, Long> lengths)
      throws IOException {
    WaitQueue changed = new WaitQueue(call.process().loop());
    List<FileWatch> watches = new ArrayList<>();
    for (String path : lengths.keySet()) {
      watches.add(call.files().watch(call.resolve(path), event -> changed.wakeAll()));
    }
    try {
      while (!lengths.isEmpty()) {
        changed.await();
        for (Map.Entry<String, Long> each : lengths.entrySet()) {
          each.setValue(printAppended(call, headers, each.getKey(), each.getValue()));
        }
      }
    } finally {
      watches.forEach(FileWatch::close);
    }
  }

  private static long printAppended(Invocation call, Headers headers, String path, long printed)
      throws IOException {
    Optional<FileStatus> present = call.files().find(call.resolve(path));
    if (present.isEmpty() || present.get().size() == printed) {
      return printed;
    }
    boolean truncated = present.get().size() < printed;
    if (truncated) {
      call.complain(path + ": file truncated");
    }
    headers.print(path);
    try (InputStream in = call.open(path)) {
      return allFrom(call, in, LastPart.Unit.BYTES, truncated ? 0 : printed);
    }
  }
}
