package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.PartialWrite;
import dev.cnilab.userland.process.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code dd}: copies blocks. */
public final class Dd implements Command {
  private static final Set<String> OBEYED =
      Set.of(
          "if", "of", "bs", "ibs", "obs", "count", "skip", "iseek", "seek", "oseek", "status",
          "conv", "oflag", "iflag");

  /** Operands of the real dd that have no effect here yet. */
  private static final Set<String> KNOWN = Set.of("cbs");

  private static final int MOST = 1 << 24;

  /** What was read or written: the number of full blocks, of partial ones, and of bytes. */
  private record Count(long whole, long partial, long bytes) {
    Count plus(long length, long block) {
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
    long block = number(call, operands, operands.containsKey("bs") ? "bs" : "ibs", 512);
    if (block == 0) {
      throw call.failure(1, "invalid number: '0'");
    }
    long count = number(call, operands, "count", Long.MAX_VALUE);
    long skip = number(call, operands, operands.containsKey("skip") ? "skip" : "iseek", 0);
    Instant start = call.process().loop().now();
    Count read = new Count(0, 0, 0);
    Count written = read;
    int status = 0;
    byte[] buffer = new byte[(int) Math.min(MOST, block)];
    try (InputStream in = filling(operands, input(call, operands, skip * block));
        DdOutput out = output(call, operands)) {
      for (long i = 0, length = 1; i < count && length > 0; i++) {
        length = 0;
        for (boolean ends = false; !ends; call.process().preempt()) {
          int wanted = (int) Math.min(buffer.length, block - length);
          int part = Math.max(0, in.read(buffer, 0, wanted));
          length += part;
          ends = part < wanted || length == block;
          read = ends && length > 0 ? read.plus(length, block) : read;
          out.write(buffer, part);
        }
        written = length > 0 ? written.plus(length, block) : written;
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
              || (name.equals("conv")
                  && !value.matches(
                      "(fsync|fdatasync|notrunc|sparse)(,(fsync|fdatasync|notrunc|sparse))*"))
              || (name.equals("iflag") && !value.equals("fullblock"))
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

  /** {@code fullblock}: a read waits until there is a whole block. */
  private static InputStream filling(Map<String, String> operands, InputStream in) {
    if (!operands.containsKey("iflag")) {
      return in;
    }
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.readNBytes(buffer, offset, length);
      }
    };
  }

  /** The input after some bytes, over which it seeks if it is a file. */
  private static InputStream input(Invocation call, Map<String, String> operands, long skip)
      throws IOException {
    String path = operands.getOrDefault("if", "-");
    try {
      if (path.equals("-") || !call.files().status(call.resolve(path)).isRegular()) {
        InputStream in = call.open(path);
        if (readOver(call, in, skip) < skip) {
          tellOfEnd(call, operands, "'standard input'");
        }
        return in;
      }
      Descriptor file = Descriptor.open(call.process(), path, OpenMode.READ);
      if (call.files().status(call.resolve(path)).size() < skip) {
        tellOfEnd(call, operands, path);
      }
      file.file().seek(skip);
      return file.in();
    } catch (FileException failed) {
      throw call.failure(
          1, "failed to open " + Invocation.quote(path) + ": " + failed.error().text());
    }
  }

  private static void tellOfEnd(Invocation call, Map<String, String> operands, String name) {
    if (!operands.getOrDefault("status", "").equals("none")) {
      call.complain(name + ": cannot skip to specified offset");
    }
  }

  private static long readOver(Invocation call, InputStream in, long bytes) throws IOException {
    byte[] buffer = new byte[(int) Math.min(MOST, bytes)];
    long done = 0;
    for (int length = 0; done < bytes && length >= 0; done += Math.max(0, length)) {
      length = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - done));
      call.process().preempt();
    }
    return done;
  }

  private static DdOutput output(Invocation call, Map<String, String> operands) throws IOException {
    Optional<String> path = Optional.ofNullable(operands.get("of"));
    long block = number(call, operands, operands.containsKey("bs") ? "bs" : "obs", 512);
    long seek = number(call, operands, operands.containsKey("seek") ? "seek" : "oseek", 0);
    Set<String> conversions = Set.of(operands.getOrDefault("conv", "").split(","));
    try {
      return DdOutput.open(call, path, seek * block, conversions);
    } catch (FileException failed) {
      throw call.failure(
          1, "failed to open " + Invocation.quote(path.orElse("")) + ": " + failed.error().text());
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
            "%d byte%s%s copied, %s s, %s/s"
                .formatted(
                    count.bytes(),
                    count.bytes() == 1 ? "" : "s",
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
