package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code split}; split(1). {@code --filter} and the line chunks of {@code -n} are not supported.
 */
public final class Split implements Command {
  private static final int BLOCK = 8192;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "abCdelnxt", "additional-suffix", "verbose").parse();
    List<String> operands = options.operands();
    if (operands.size() > 2) {
      throw call.extra(operands.get(2));
    } else if (options.last("bCln") != ' ' && ways(options) > 1) {
      throw call.mistake("cannot split in more than one way");
    }
    char way = options.last("bCln");
    long size = way == ' ' ? 1000 : size(call, way, options.value(way).orElse(""));
    char separator = options.value('t').map(each -> separator(each)).orElse('\n');
    String path = operands.isEmpty() ? "-" : operands.getFirst();
    try (InputStream in = call.open(path);
        Pieces pieces = pieces(call, options, way, size)) {
      switch (way) {
        case 'b' -> bytes(in, pieces, size);
        case 'C' -> wholeLines(new LineReader(in, separator), pieces, size);
        case 'n' -> chunks(in.readAllBytes(), pieces, size, options.has('e'));
        default -> lines(new LineReader(in, separator), pieces, size);
      }
      return 0;
    } catch (FileException failed) {
      throw call.failure(
          1, "cannot open " + Invocation.quote(path) + " for reading: " + failed.error().text());
    }
  }

  private static long ways(Options.Found options) {
    return "bCln".chars().filter(each -> options.has((char) each)).count();
  }

  private static char separator(String text) {
    return text.equals("\\0") || text.isEmpty() ? '\0' : text.charAt(0);
  }

  private static long size(Invocation call, char way, String text) throws ProgramException {
    String what =
        switch (way) {
          case 'l' -> "lines";
          case 'n' -> "chunks";
          default -> "bytes";
        };
    if (way == 'n' && text.matches("([lr]/)?[0-9]+(/[0-9]+)?") && text.contains("/")) {
      throw call.mistake("option '-n " + text + "' is not available on this machine");
    }
    OptionalLong size = FileSizes.parse(text);
    if (size.isEmpty() || size.getAsLong() == 0) {
      throw call.failure(
          1,
          "invalid number of "
              + what
              + ": "
              + Invocation.quote(text)
              + (size.isEmpty() ? "" : ": Numerical result out of range"));
    }
    return size.getAsLong();
  }

  private static Pieces pieces(Invocation call, Options.Found options, char way, long size)
      throws ProgramException {
    String alphabet =
        options.has('d')
            ? "0123456789"
            : options.has('x') ? "0123456789abcdef" : "abcdefghijklmnopqrstuvwxyz";
    String given = options.value('a').orElse("0");
    if (!given.matches("[0-9]{1,2}")) {
      throw call.failure(1, "invalid suffix length: " + Invocation.quote(given));
    }
    int needed = way == 'n' ? digits(size - 1, alphabet.length()) : 2;
    int length = given.matches("0+") ? Math.max(2, needed) : Integer.parseInt(given);
    List<String> operands = options.operands();
    return new Pieces(
        call,
        operands.size() > 1 ? operands.get(1) : "x",
        alphabet,
        length,
        options.value("additional-suffix").orElse(""),
        options.has("verbose"));
  }

  private static int digits(long number, int base) {
    int digits = 1;
    for (long left = number / base; left > 0; left /= base) {
      digits++;
    }
    return digits;
  }

  private static void bytes(InputStream in, Pieces pieces, long size) throws IOException {
    byte[] block = new byte[BLOCK];
    long left = 0;
    int read = in.read(block);
    while (read >= 0) {
      int from = 0;
      while (from < read) {
        if (left == 0) {
          pieces.begin();
          left = size;
        }
        int count = (int) Math.min(left, read - from);
        pieces.write(block, from, count);
        from += count;
        left -= count;
      }
      read = in.read(block);
    }
  }

  private static void lines(LineReader lines, Pieces pieces, long size) throws IOException {
    long count = 0;
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (count++ % size == 0) {
        pieces.begin();
      }
      byte[] whole = line.get().whole().getBytes(StandardCharsets.UTF_8);
      pieces.write(whole, 0, whole.length);
    }
  }

  /**
   * Fills each file with as many whole lines as fit; a line that is too long by itself is divided.
   */
  private static void wholeLines(LineReader lines, Pieces pieces, long size) throws IOException {
    long room = 0;
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      byte[] whole = line.get().whole().getBytes(StandardCharsets.UTF_8);
      int from = 0;
      while (from < whole.length) {
        if (room == 0 || (whole.length - from > room && room < size)) {
          pieces.begin();
          room = size;
        }
        int count = (int) Math.min(room, whole.length - from);
        pieces.write(whole, from, count);
        from += count;
        room -= count;
      }
    }
  }

  private static void chunks(byte[] all, Pieces pieces, long count, boolean elide)
      throws IOException {
    long each = Math.max(1, all.length / count);
    for (long i = 0; i < count; i++) {
      int from = (int) Math.min(all.length, each * i);
      int size = (int) (i == count - 1 ? all.length - from : Math.min(each, all.length - from));
      if (size == 0 && elide) {
        continue;
      }
      pieces.begin();
      pieces.write(all, from, size);
    }
  }
}
