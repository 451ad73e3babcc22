package dev.cnilab.userland.coreutils;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.ProgramException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code od} and {@code hexdump -C}. */
final class OctalDump {
  private static final int WIDTH = 16;

  private OctalDump() {}

  static void addTo(Map<String, Command> all) {
    all.put("od", OctalDump::od);
    all.put("hexdump", OctalDump::hexdump);
    all.put("xxd", OctalDump::xxd);
  }

  /** The bytes read, and the status: 1 if a file could not be read. */
  private record Read(Bytes bytes, int status) {}

  private static Read input(Invocation call, Options.Found options) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int status =
        call.eachInput(options.operands(), (path, in) -> all.writeBytes(in.readAllBytes()));
    byte[] bytes = all.toByteArray();
    String most = options.has('N') ? options.value('N').get() : options.value('n').orElse("");
    return new Read(
        Bytes.of(
            most.matches("\\d{1,9}")
                ? Arrays.copyOf(bytes, Math.min(bytes.length, Integer.parseInt(most)))
                : bytes),
        status);
  }

  /** Lines that are the same as the one before: one asterisk stands for all of them. */
  private static final class Repeats {
    private final Invocation call;
    private final byte[] bytes;
    private final boolean all;
    private boolean told;

    Repeats(Invocation call, byte[] bytes, boolean all) {
      this.call = call;
      this.bytes = bytes;
      this.all = all;
    }

    /** Whether the line at an offset is left out. */
    boolean has(int at) {
      boolean same =
          !all
              && at >= WIDTH
              && at + WIDTH <= bytes.length
              && Arrays.equals(bytes, at - WIDTH, at, bytes, at, at + WIDTH);
      if (same && !told) {
        call.out().println("*");
      }
      told = same;
      return same;
    }
  }

  private static int od(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "AtcbvN").parse();
    Read read = input(call, options);
    byte[] bytes = read.bytes().toArray();
    if (bytes.length == 0 && read.status() != 0) {
      return read.status();
    }
    String type =
        options.has('c') ? "c" : options.has('b') ? "o1" : options.value('t').orElse("o2");
    boolean addresses = !options.value('A').orElse("o").equals("n");
    Repeats repeats = new Repeats(call, bytes, options.has('v'));
    for (int at = 0; at < bytes.length; at += WIDTH) {
      if (repeats.has(at)) {
        continue;
      }
      StringBuilder line = new StringBuilder(addresses ? String.format("%07o", at) : "");
      int end = Math.min(bytes.length, at + WIDTH);
      for (int i = at; i < end; i += type.endsWith("2") ? 2 : 1) {
        int low = bytes[i] & 0xff;
        int high = i + 1 < end ? bytes[i + 1] & 0xff : 0;
        line.append(
            switch (type) {
              case "c" -> character(low);
              case "x1" -> String.format(" %02x", low);
              case "o1" -> String.format(" %03o", low);
              case "u1", "d1" -> String.format(" %3d", type.equals("d1") ? bytes[i] : low);
              case "x2" -> String.format(" %04x", high << 8 | low);
              default -> String.format(" %06o", high << 8 | low);
            });
      }
      call.out().println(line);
    }
    if (addresses) {
      call.out().println(String.format("%07o", bytes.length));
    }
    return read.status();
  }

  private static String character(int c) {
    return switch (c) {
      case 0 -> "  \\0";
      case 7 -> "  \\a";
      case '\b' -> "  \\b";
      case '\t' -> "  \\t";
      case '\n' -> "  \\n";
      case 11 -> "  \\v";
      case '\f' -> "  \\f";
      case '\r' -> "  \\r";
      default -> c >= ' ' && c < 127 ? "   " + (char) c : String.format(" %03o", c);
    };
  }

  private static int hexdump(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "Cvn").parse();
    Read read = input(call, options);
    byte[] bytes = read.bytes().toArray();
    if (bytes.length == 0 && read.status() != 0) {
      call.complain("all input file arguments failed");
    }
    boolean canonical = options.has('C');
    Repeats repeats = new Repeats(call, bytes, options.has('v'));
    for (int at = 0; at < bytes.length; at += WIDTH) {
      if (repeats.has(at)) {
        continue;
      }
      int end = Math.min(bytes.length, at + WIDTH);
      call.out().println(canonical ? canonical(bytes, at, end) : words(bytes, at, end));
    }
    if (bytes.length > 0) {
      call.out().println(String.format(canonical ? "%08x" : "%07x", bytes.length));
    }
    return read.status();
  }

  private static String canonical(byte[] bytes, int at, int end) {
    StringBuilder hex = new StringBuilder();
    for (int i = at; i < at + WIDTH; i++) {
      hex.append(i == at + 8 ? " " : "");
      hex.append(i < end ? String.format("%02x ", bytes[i]) : "   ");
    }
    return String.format("%08x  %s |%s|", at, hex, printable(bytes, at, end));
  }

  private static String words(byte[] bytes, int at, int end) {
    StringBuilder line = new StringBuilder(String.format("%07x", at));
    for (int i = at; i < end; i += 2) {
      int high = i + 1 < end ? bytes[i + 1] & 0xff : 0;
      line.append(String.format(" %04x", high << 8 | (bytes[i] & 0xff)));
    }
    return line.toString();
  }

  private static String printable(byte[] bytes, int at, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = at; i < end; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
    }
    return text.toString();
  }

  /**
   * Parses xxd's options, which are identified by the first letter after the dashes; an error
   * prints only the usage.
   */
  private static Options.Found xxdOptions(Invocation call) throws IOException {
    if (!call.arguments().isEmpty() && call.arguments().getFirst().matches("--?v.*")) {
      call.process().err().println("xxd 2022-01-14 by Juergen Weigert et al.");
      throw call.process().exit(0);
    }
    try {
      List<String> words =
          call.arguments().stream()
              .map(word -> word.replaceFirst("^--?p(s|lain|ostscript)?$", "-p"))
              .toList();
      Options.Found options = Options.of(call, "pl").parse(words);
      if (options.operands().size() < 3) {
        return options;
      }
    } catch (ProgramException wrong) {
      boolean refused = wrong.text().contains("not available");
      if (refused) {
        throw wrong;
      }
    }
    throw call.process().exit(call.usage());
  }

  private static int xxd(Invocation call) throws IOException {
    Options.Found options = xxdOptions(call);
    String path = options.operands().isEmpty() ? "-" : options.operands().getFirst();
    byte[] bytes;
    try (InputStream in = call.open(path)) {
      bytes = in.readAllBytes();
    } catch (FileException failed) {
      throw call.failure(2, path + ": " + failed.error().text());
    }
    Optional<String> most = options.value('l');
    if (most.filter(text -> text.matches("\\d{1,9}")).isPresent()) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length, Integer.parseInt(most.get())));
    }
    if (options.has('p')) {
      String hex = HexFormat.of().formatHex(bytes);
      call.out().print(hex.replaceAll("(.{1,60})", "$1\n"));
      return 0;
    }
    for (int at = 0; at < bytes.length; at += WIDTH) {
      int end = Math.min(bytes.length, at + WIDTH);
      StringBuilder hex = new StringBuilder();
      for (int i = at; i < at + WIDTH; i++) {
        hex.append(i < end ? String.format("%02x", bytes[i]) : "  ");
        hex.append(i % 2 == 1 ? " " : "");
      }
      call.out().println(String.format("%08x: %s %s", at, hex, printable(bytes, at, end)));
    }
    return 0;
  }
}
