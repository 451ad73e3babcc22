package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.file.FileStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Permissions as text and as {@code chmod} takes them. */
public final class Modes {
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=][rwxXst]*)+");
  private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXst]*)");

  private Modes() {}

  /** As in {@code ls -l}. */
  static String text(FileStatus status) {
    StringBuilder text = new StringBuilder().append(status.type().letter());
    for (int shift = 6; shift >= 0; shift -= 3) {
      int bits = status.permissions() >> shift;
      text.append((bits & 4) != 0 ? 'r' : '-')
          .append((bits & 2) != 0 ? 'w' : '-')
          .append((bits & 1) != 0 ? 'x' : '-');
    }
    return text.toString();
  }

  /** What a mode, octal or symbolic, makes of permissions; empty if it is none. */
  public static Optional<Integer> apply(String mode, FileStatus to) {
    if (mode.matches("[0-7]{1,5}")) {
      return Optional.of(Integer.parseInt(mode, 8) & 07777);
    }
    int permissions = to.permissions();
    for (String text : mode.split(",", -1)) {
      Matcher clause = CLAUSE.matcher(text);
      if (!clause.matches()) {
        return Optional.empty();
      }
      String who =
          clause.group(1).isEmpty() || clause.group(1).contains("a") ? "ugo" : clause.group(1);
      Matcher action = ACTION.matcher(text);
      while (action.find()) {
        permissions = apply(who, action.group(1), action.group(2), permissions, to);
      }
    }
    return Optional.of(permissions);
  }

  private static int apply(
      String who, String operator, String letters, int permissions, FileStatus to) {
    int bits = 0;
    boolean executable = to.isDirectory() || to.isExecutable();
    for (int i = 0; i < letters.length(); i++) {
      bits |=
          switch (letters.charAt(i)) {
            case 'r' -> 4;
            case 'w' -> 2;
            case 'x' -> 1;
            case 'X' -> executable ? 1 : 0;
            default -> 0;
          };
    }
    int result = permissions;
    for (int i = 0; i < 3; i++) {
      if (who.indexOf("ogu".charAt(i)) >= 0) {
        int shift = 3 * i;
        result =
            switch (operator) {
              case "+" -> result | bits << shift;
              case "-" -> result & ~(bits << shift);
              default -> (result & ~(7 << shift)) | bits << shift;
            };
      }
    }
    return result;
  }
}
