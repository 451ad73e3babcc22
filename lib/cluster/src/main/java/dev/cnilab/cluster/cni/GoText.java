package dev.cnilab.cluster.cni;

import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.util.Locale;

/** Text as Go's standard library puts it. */
public final class GoText {
  private GoText() {}

  /** An {@code os.PathError}: {@code open /etc/x: no such file or directory}. */
  public static String pathError(String operation, String path, IOException failure) {
    return operation + " " + path + ": " + errno(failure);
  }

  /** A {@code syscall.Errno}: the words of strerror(3) in lower case. */
  public static String errno(IOException failure) {
    String text =
        failure instanceof FileException file
            ? file.error().text()
            : String.valueOf(failure.getMessage());
    return text.toLowerCase(Locale.ROOT);
  }

  /** {@code %q} of a string. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case 7 -> "\\a";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 11 -> "\\v";
      default -> {
        if (c < ' ' || c == 0x7F) {
          yield "\\x%02x".formatted(c);
        }
        boolean invisible = (c >= 0x80 && c <= 0xA0) || c == 0xAD;
        yield invisible ? "\\u%04x".formatted(c) : Character.toString(c);
      }
    };
  }
}
