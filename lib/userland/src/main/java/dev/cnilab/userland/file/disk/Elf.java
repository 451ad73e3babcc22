package dev.cnilab.userland.file.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The contents of executables: an ELF header, the name of the program, and the size of the real one
 * if it is known. This way they can be copied, moved, truncated and made non-executable like any
 * other file.
 */
public final class Elf {
  /** e_ident of a 64-bit little-endian System V executable; elf(5). */
  private static final byte[] HEADER = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  /** The maximum length of such contents, in bytes. */
  static final int LONGEST = 160;

  private Elf() {}

  /** The bytes of an executable with this program. */
  public static byte[] content(String program) {
    byte[] name = program.getBytes(StandardCharsets.UTF_8);
    byte[] content = Arrays.copyOf(HEADER, HEADER.length + name.length);
    System.arraycopy(name, 0, content, HEADER.length, name.length);
    return content;
  }

  /** Like {@link #content(String)}, with the size in bytes that stat(2) reports. */
  public static byte[] content(String program, long size) {
    return content(program + "\0" + size);
  }

  /** The name of the program in an executable; empty if the bytes are not one. */
  public static Optional<String> program(byte[] content) {
    return text(content).map(text -> text.split("\0", 2)[0]);
  }

  /** The reported size of an executable; empty if it has none or is not an executable. */
  static OptionalLong size(byte[] content) {
    String[] parts = text(content).orElse("").split("\0", 2);
    return parts.length == 2 && parts[1].matches("\\d{1,15}")
        ? OptionalLong.of(Long.parseLong(parts[1]))
        : OptionalLong.empty();
  }

  private static Optional<String> text(byte[] content) {
    boolean elf =
        content.length > HEADER.length
            && Arrays.equals(content, 0, HEADER.length, HEADER, 0, HEADER.length);
    return elf
        ? Optional.of(
            new String(
                content, HEADER.length, content.length - HEADER.length, StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
