package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code truncate} and {@code fallocate}: they set the size of files. */
public final class FileSizes {
  private static final int BLOCK = 65_536;

  private FileSizes() {}

  public static void addTo(Map<String, Command> all) {
    all.put("truncate", FileSizes::truncate);
    all.put("fallocate", FileSizes::fallocate);
  }

  private static int truncate(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "scr").parse();
    if (!options.has('s') && !options.has('r')) {
      throw call.mistake("you must specify either '--size' or '--reference'");
    } else if (options.operands().isEmpty()) {
      throw call.mistake("missing file operand");
    }
    String size = options.value('s').orElse("0");
    String digits = size.replaceFirst("^[-+<>/%]", "");
    long bytes = parse(digits).orElseThrow(() -> invalid(call, size));
    if (options.has('r')) {
      bytes = call.files().status(call.resolve(options.value('r').get())).size();
    }
    int status = 0;
    for (String path : options.operands()) {
      try {
        Optional<FileStatus> there = call.files().find(call.resolve(path));
        if (there.isPresent() || !options.has('c')) {
          long before = there.map(FileStatus::size).orElse(0L);
          resize(call, path, target(size.charAt(0), before, bytes));
        }
      } catch (FileException failed) {
        call.complain(
            "cannot open " + Invocation.quote(path) + " for writing: " + failed.error().text());
        status = 1;
      }
    }
    return status;
  }

  private static ProgramException invalid(Invocation call, String size) {
    return call.failure(1, "Invalid number: " + Invocation.quote(size));
  }

  /** The new size for an operand with a sign, relative to the present size. */
  private static long target(char sign, long before, long bytes) {
    return switch (sign) {
      case '+' -> before + bytes;
      case '-' -> Math.max(0, before - bytes);
      case '<' -> Math.min(before, bytes);
      case '>' -> Math.max(before, bytes);
      case '/' -> before / bytes * bytes;
      case '%' -> Math.ceilDiv(before, bytes) * bytes;
      default -> bytes;
    };
  }

  private static int fallocate(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "lo").idle("x").parse();
    List<String> files = options.operands();
    if (!options.has('l') && !files.isEmpty() && files.size() < 2) {
      throw call.failure(1, "no length argument specified");
    } else if (files.isEmpty()) {
      throw call.failure(1, "no filename specified");
    } else if (files.size() > 1) {
      throw call.failure(1, "unexpected number of arguments");
    }
    OptionalLong length = parse(options.value('l').orElse("").replaceFirst("iB$", ""));
    OptionalLong offset = parse(options.value('o').orElse("0").replaceFirst("iB$", ""));
    if (length.isEmpty() || length.getAsLong() == 0) {
      throw call.failure(1, "invalid length value specified");
    } else if (offset.isEmpty()) {
      throw call.failure(1, "invalid offset value specified");
    }
    String path = files.getFirst();
    try {
      long before = call.files().find(call.resolve(path)).map(FileStatus::size).orElse(0L);
      allocate(call, path, before, offset.getAsLong() + length.getAsLong());
      return 0;
    } catch (FileException failed) {
      String what =
          call.files().exists(call.resolve(path)) ? "fallocate failed" : "cannot open " + path;
      throw call.failure(1, what + ": " + failed.error().text());
    }
  }

  /**
   * Reads a number of bytes with an optional suffix: K, M, G, T, P and E are powers of 1024, kB and
   * MB of 1000. Empty if it is none, or larger than a long.
   */
  public static OptionalLong parse(String text) {
    if (!text.matches("\\d{1,15}[kKMGTPE]?B?")) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(text.replaceFirst("\\D.*", ""));
    String suffix = text.replaceFirst("\\d+", "");
    int power = suffix.isEmpty() ? 0 : "BKMGTPE".indexOf(Character.toUpperCase(suffix.charAt(0)));
    long base = suffix.length() == 2 ? 1000 : 1024;
    long factor = 1;
    for (int i = 0; i < power; i++) {
      factor *= base;
    }
    boolean fits = number <= Long.MAX_VALUE / factor;
    return fits ? OptionalLong.of(number * factor) : OptionalLong.empty();
  }

  /** Cuts a file off, or adds a hole. */
  private static void resize(Invocation call, String path, long size) throws IOException {
    try (Descriptor file = Descriptor.open(call.process(), path, OpenMode.READ_WRITE)) {
      file.file().resize(size);
    }
  }

  /** Extends a file with zeros, which have a place on the disk, but take no memory here. */
  private static void allocate(Invocation call, String path, long before, long size)
      throws IOException {
    try (Descriptor file = Descriptor.open(call.process(), path, OpenMode.APPEND)) {
      byte[] zeros = new byte[BLOCK];
      for (long at = before; at < size; at += BLOCK) {
        file.file().write(zeros, 0, (int) Math.min(BLOCK, size - at));
        call.process().preempt();
      }
    }
  }
}
