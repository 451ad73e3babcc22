package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.file.FileStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Permissions as text, and as {@code chmod} parses them. */
public final class Modes {
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=][rwxXst]*)+");
  private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXst]*)");

  private Modes() {}

  /** The mode as in {@code ls -l}. */
  static String text(FileStatus status) {
    StringBuilder text = new StringBuilder().append(status.type().letter());
    for (int i = 2; i >= 0; i--) {
      int bits = status.permissions() >> (3 * i);
      text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
      boolean special = (status.permissions() & special(i)) != 0;
      char letter = !special ? 'x' : i == 0 ? 't' : 's';
      boolean executable = (bits & 1) != 0;
      text.append(executable ? letter : special ? Character.toUpperCase(letter) : '-');
    }
    return text.toString();
  }

  /**
   * The special bit of a class: set-user-ID for the owner (2), set-group-ID for the group, sticky
   * for others.
   */
  private static int special(int who) {
    return 01000 << who;
  }

  /** Applies an octal or symbolic mode to permissions; empty if the mode is invalid. */
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
        int extra = letters.indexOf(i == 0 ? 't' : 's') >= 0 ? special(i) : 0;
        int given = bits << shift | extra;
        int kept = to.isDirectory() ? 0 : special(i); // "=" keeps a directory's special bits
        result =
            switch (operator) {
              case "+" -> result | given;
              case "-" -> result & ~given;
              default -> (result & ~(7 << shift | kept)) | given;
            };
      }
    }
    return result;
  }
}
