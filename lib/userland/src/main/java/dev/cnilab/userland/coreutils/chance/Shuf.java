package dev.cnilab.userland.coreutils.chance;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.ProgramException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** {@code shuf}; shuf(1). */
public final class Shuf implements Command {
  private static final long MOST = 1_000_000;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "einorz", "random-source").parse();
    long count = count(call, options);
    List<String> lines = input(call, options);
    if (options.has('r') && lines.isEmpty() && count > 0) {
      throw call.failure(1, "no lines to repeat");
    }
    char end = options.has('z') ? '\0' : '\n';
    StringBuilder text = new StringBuilder();
    Sink sink = options.has('o') ? line -> text.append(line) : line -> call.out().print(line);
    try (InputStream source = source(call, options)) {
      Dice dice = new Dice(call, source, options.value("random-source").orElse(""));
      if (options.has('r')) {
        for (long i = 0; i < count; i++) {
          sink.take(lines.get((int) dice.below(lines.size())) + end);
          call.process().preempt();
        }
      } else {
        for (int i = 0; i < Math.min(count, lines.size()); i++) {
          Collections.swap(lines, i, i + (int) dice.below(lines.size() - i));
          sink.take(lines.get(i) + end);
        }
      }
    }
    if (options.has('o')) {
      call.files().write(call.resolve(options.value('o').get()), text.toString());
    }
    return 0;
  }

  private interface Sink {
    void take(String line) throws IOException;
  }

  private static long count(Invocation call, Options.Found options) throws ProgramException {
    long least = Long.MAX_VALUE;
    for (String each : options.values('n')) {
      if (!each.matches("[0-9]{1,18}")) {
        throw call.failure(1, "invalid line count: " + Invocation.quote(each));
      }
      least = Math.min(least, Long.parseLong(each));
    }
    return least;
  }

  private static List<String> input(Invocation call, Options.Found options) throws IOException {
    List<String> operands = options.operands();
    if (options.values('i').size() > 1) {
      throw call.failure(1, "multiple -i options specified");
    } else if (options.has('e') && options.has('i')) {
      throw call.mistake("cannot combine -e and -i options");
    } else if (options.has('e')) {
      return new ArrayList<>(operands);
    } else if (operands.size() > (options.has('i') ? 0 : 1)) {
      throw call.extra(operands.get(options.has('i') ? 0 : 1));
    } else if (options.has('i')) {
      return range(call, options.value('i').get());
    }
    String path = operands.isEmpty() ? "-" : operands.getFirst();
    try (InputStream in = call.open(path)) {
      return new ArrayList<>(
          new LineReader(in, options.has('z') ? '\0' : '\n')
              .all().stream().map(Line::text).toList());
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
  }

  private static List<String> range(Invocation call, String text) throws ProgramException {
    String[] ends = text.split("-", 2);
    boolean numbers = text.matches("[0-9]{1,18}-[0-9]{1,18}");
    if (!numbers || Long.parseLong(ends[0]) > Long.parseLong(ends[1])) {
      throw call.failure(1, "invalid input range: " + Invocation.quote(text));
    }
    long first = Long.parseLong(ends[0]);
    long last = Long.parseLong(ends[1]);
    if (last - first >= MOST) {
      throw call.failure(1, "memory exhausted");
    }
    return new ArrayList<>(LongStream.rangeClosed(first, last).mapToObj(String::valueOf).toList());
  }

  /** The source of random bytes: a named file or otherwise the machine's. */
  private static InputStream source(Invocation call, Options.Found options) throws IOException {
    if (options.value("random-source").isEmpty()) {
      Random random = call.process().loop().random();
      return new InputStream() {
        @Override
        public int read() {
          return random.nextInt(256);
        }

        @Override
        public int read(byte[] bytes, int from, int count) {
          for (int i = from; i < from + count; i++) {
            bytes[i] = (byte) read();
          }
          return count;
        }
      };
    }
    String path = options.value("random-source").get();
    try {
      return new BufferedInputStream(call.open(path));
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
  }
}
