package dev.cnilab.userland.file.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The contents of executables: an ELF header followed by the name of the program they contain, and
 * by how large the real one is, if that is known. So they can be copied, moved, emptied and
 * deprived of their x bit like any other.
 */
public final class Elf {
  /** e_ident of a 64-bit little-endian System V executable; elf(5). */
  private static final byte[] HEADER = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  /** No content of this kind is longer, in bytes. */
  static final int LONGEST = 160;

  private Elf() {}

  /** The bytes of an executable that contains a program. */
  public static byte[] content(String program) {
    byte[] name = program.getBytes(StandardCharsets.UTF_8);
    byte[] content = Arrays.copyOf(HEADER, HEADER.length + name.length);
    System.arraycopy(name, 0, content, HEADER.length, name.length);
    return content;
  }

  /** As {@link #content(String)}, and stat(2) says that it has this many bytes. */
  public static byte[] content(String program, long size) {
    return content(program + "\0" + size);
  }

  /** The name of the program in an executable's bytes; empty if they are none. */
  public static Optional<String> program(byte[] content) {
    return text(content).map(text -> text.split("\0", 2)[0]);
  }

  /** How large an executable is to be said to be; empty if it does not tell or is none. */
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
