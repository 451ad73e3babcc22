package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** {@code od} and {@code hexdump -C}. */
final class Dump {
  private static final int WIDTH = 16;

  private Dump() {}

  static void addTo(Map<String, Command> all) {
    all.put("od", Dump::od);
    all.put("hexdump", Dump::hexdump);
    all.put("xxd", Dump::xxd);
  }

  private static byte[] input(Invocation call, Options.Found options) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    call.eachInput(options.operands(), (path, in) -> all.writeBytes(in.readAllBytes()));
    byte[] bytes = all.toByteArray();
    String most = options.has('N') ? options.value('N').get() : options.value('n').orElse("");
    return most.matches("\\d{1,9}")
        ? Arrays.copyOf(bytes, Math.min(bytes.length, Integer.parseInt(most)))
        : bytes;
  }

  private static int od(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 1, "A:t:cxbvN:j:w::")
            .name("address-radix", 'A')
            .name("format", 't')
            .parse(call.arguments());
    byte[] bytes = input(call, options);
    String type =
        options.has('c') ? "c" : options.has('b') ? "o1" : options.value('t').orElse("o2");
    boolean addresses = !options.value('A').orElse("o").equals("n");
    for (int at = 0; at < bytes.length; at += WIDTH) {
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
    return 0;
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
    Options.Found options = Options.of(call.name(), 1, "Cvn:").parse(call.arguments());
    byte[] bytes = input(call, options);
    boolean canonical = options.has('C');
    for (int at = 0; at < bytes.length; at += WIDTH) {
      int end = Math.min(bytes.length, at + WIDTH);
      call.out().println(canonical ? canonical(bytes, at, end) : words(bytes, at, end));
    }
    if (bytes.length > 0) {
      call.out().println(String.format(canonical ? "%08x" : "%07x", bytes.length));
    }
    return 0;
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

  private static int xxd(Invocation call) throws IOException {
    byte[] bytes = input(call, Options.of(call.name(), 1, "pl:").parse(call.arguments()));
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
