package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.PartialWrite;
import dev.cnilab.userland.process.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code dd}: copies blocks. */
public final class Dd implements Command {
  private static final Set<String> OBEYED =
      Set.of("if", "of", "bs", "ibs", "obs", "count", "skip", "status", "conv", "oflag");

  /** Operands of the real dd that have no effect here yet. */
  private static final Set<String> KNOWN = Set.of("cbs", "iflag", "seek", "iseek", "oseek");

  private static final int MOST = 1 << 24;

  /** What was read or written: the number of full blocks, of partial ones, and of bytes. */
  private record Count(long whole, long partial, long bytes) {
    Count plus(int length, int block) {
      return new Count(
          length == block ? whole + 1 : whole,
          length == block ? partial : partial + 1,
          bytes + length);
    }

    /** The real dd counts the bytes of a failed write, but no record. */
    Count plus(PartialWrite failed) {
      return new Count(whole, partial, bytes + failed.written());
    }
  }

  @Override
  public int run(Invocation call) throws IOException {
    Map<String, String> operands = operands(call);
    int block = (int) number(call, operands, operands.containsKey("bs") ? "bs" : "ibs", 512);
    long count = number(call, operands, "count", Long.MAX_VALUE);
    long skip = number(call, operands, "skip", 0);
    Instant start = call.process().loop().now();
    Count read = new Count(0, 0, 0);
    Count written = read;
    int status = 0;
    byte[] buffer = new byte[Math.max(1, Math.min(MOST, block))];
    try (InputStream in = input(call, operands);
        OutputStream out = output(call, operands)) {
      for (long i = 0; i < skip && in.read(buffer) >= 0; i++) {
        call.process().preempt();
      }
      for (long i = 0; i < count; i++) {
        int length = in.read(buffer);
        if (length < 0) {
          break;
        }
        read = read.plus(length, buffer.length);
        out.write(buffer, 0, length);
        written = written.plus(length, buffer.length);
        call.process().preempt();
      }
    } catch (UncheckedIOException full) {
      String file = operands.get("of");
      if (file == null) {
        throw full; // a pipe without a reader ends dd
      }
      IOException why = Objects.requireNonNull(full.getCause());
      written = why instanceof PartialWrite part ? written.plus(part) : written;
      call.complain("error writing " + Invocation.quote(file) + ": " + why.getMessage());
      status = 1;
    }
    tell(call, operands, read, written, Duration.between(start, call.process().loop().now()));
    return status;
  }

  private static Map<String, String> operands(Invocation call) throws IOException {
    Map<String, String> operands = new HashMap<>();
    for (String word : Options.of(call, "").parse().operands()) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : "";
      String value = word.substring(word.indexOf('=') + 1);
      boolean unmodelled =
          KNOWN.contains(name)
              || (name.equals("conv") && !value.matches("(fsync|fdatasync)(,(fsync|fdatasync))*"))
              || (name.equals("oflag")
                  && !value.matches("(sync|dsync|direct)(,(sync|dsync|direct))*"));
      if (unmodelled) {
        throw call.failure(1, "operand '" + word + "' is not available on this machine");
      } else if (!OBEYED.contains(name)) {
        throw call.mistake("unrecognized operand " + Invocation.quote(word));
      }
      operands.put(name, value);
    }
    return operands;
  }

  private static long number(
      Invocation call, Map<String, String> operands, String name, long otherwise)
      throws IOException {
    String text = operands.get(name);
    return text == null
        ? otherwise
        : FileSizes.parse(text)
            .orElseThrow(() -> call.failure(1, "invalid number: " + Invocation.quote(text)));
  }

  private static InputStream input(Invocation call, Map<String, String> operands)
      throws IOException {
    String path = operands.getOrDefault("if", "-");
    try {
      return call.open(path);
    } catch (FileException failed) {
      throw call.failure(
          1, "failed to open " + Invocation.quote(path) + ": " + failed.error().text());
    }
  }

  private static OutputStream output(Invocation call, Map<String, String> operands)
      throws IOException {
    String path = operands.get("of");
    if (path == null) {
      return OutputWithoutEnd.of(call.out());
    }
    try {
      return Descriptor.open(call.process(), path, OpenMode.TRUNCATE).out();
    } catch (FileException failed) {
      throw call.failure(
          1, "failed to open " + Invocation.quote(path) + ": " + failed.error().text());
    }
  }

  private static void tell(
      Invocation call, Map<String, String> operands, Count read, Count count, Duration time) {
    String wanted = operands.getOrDefault("status", "");
    if (wanted.equals("none")) {
      return;
    }
    String records = "%d+%d records in\n%d+%d records out\n";
    call.process()
        .err()
        .print(records.formatted(read.whole(), read.partial(), count.whole(), count.partial()));
    if (wanted.equals("noxfer")) {
      return;
    }
    double seconds = Math.max(1e-6, time.toNanos() / 1e9);
    call.process()
        .err()
        .println(
            "%d bytes%s copied, %s s, %s/s"
                .formatted(
                    count.bytes(),
                    count.bytes() < 1000
                        ? ""
                        : " ("
                            + decimal(count.bytes(), 1000, List.of("kB", "MB", "GB", "TB"))
                            + (count.bytes() < 1024
                                ? ""
                                : ", "
                                    + decimal(
                                        count.bytes(), 1024, List.of("KiB", "MiB", "GiB", "TiB")))
                            + ")",
                    String.format(Locale.ROOT, "%.6g", seconds).replaceFirst("\\.?0+(?=e|$)", ""),
                    decimal(
                        (long) (count.bytes() / seconds), 1000, List.of("kB", "MB", "GB", "TB"))));
  }

  /** Two digits with a unit; {@code units} starts with the smallest. */
  private static String decimal(long bytes, int base, List<String> units) {
    double value = (double) bytes / base;
    int unit = 0;
    while (value >= base && unit < units.size() - 1) {
      value /= base;
      unit++;
    }
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units.get(unit));
  }
}
