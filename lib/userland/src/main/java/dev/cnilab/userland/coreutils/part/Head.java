package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code head}. */
public final class Head implements Command {
  private static final int BLOCK = 8192;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "ncqvz").parse(Counts.modern(call.arguments()));
    boolean bytes = options.last("nc") == 'c';
    String written = options.value(bytes ? 'c' : 'n').orElse("10");
    long count = Counts.parse(call, bytes ? "bytes" : "lines", written);
    Headers headers = Headers.of(call, options, options.operands());
    return call.eachInput(
        options.operands(),
        call.isBusybox() ? "%s" : "cannot open '%s' for reading",
        call.isBusybox() ? "read error" : "error reading '%s'",
        (path, in) -> {
          headers.print(path);
          if (bytes) {
            bytes(call, in, count);
          } else {
            lines(call, new LineReader(in, options.has('z') ? '\0' : '\n'), count);
          }
        });
  }

  private static void bytes(Invocation call, InputStream in, long count) throws IOException {
    if (count < 0) {
      byte[] all = in.readAllBytes();
      call.out().write(Arrays.copyOf(all, (int) Math.max(0, all.length + count)));
      return;
    }
    byte[] block = new byte[BLOCK];
    long left = count;
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(left, BLOCK));
      if (read < 0) {
        return;
      }
      call.out().write(block, 0, read);
      left -= read;
    }
  }

  private static void lines(Invocation call, LineReader reader, long count) throws IOException {
    if (count < 0) {
      List<Line> all = reader.all();
      for (Line line : all.subList(0, (int) Math.max(0, all.size() + count))) {
        call.out().print(line.whole());
      }
      return;
    }
    for (long i = 0; i < count; i++) {
      Optional<Line> line = reader.next();
      if (line.isEmpty()) {
        return;
      }
      call.out().print(line.get().whole());
    }
  }
}
