package dev.cnilab.userland.coreutils.owner;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An owner as {@code chown} takes it.
 *
 * @param user the user's number; empty to keep it
 * @param group likewise
 */
record Owner(OptionalInt user, OptionalInt group) {

  /** Thrown for an unknown user or group. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownException(String what) {
      super(what);
    }
  }

  /**
   * Reads {@code user}, {@code user:group}, {@code user:} with the user's login group, or {@code
   * :group}.
   *
   * @throws UnknownException if /etc/passwd or /etc/group does not have it
   */
  static Owner parse(MountNamespace files, String text) throws UnknownException {
    int colon = text.indexOf(':') >= 0 ? text.indexOf(':') : text.indexOf('.');
    if (colon < 0) {
      return new Owner(user(files, text, text), OptionalInt.empty());
    }
    String name = text.substring(0, colon);
    String rest = text.substring(colon + 1);
    OptionalInt user = name.isEmpty() ? OptionalInt.empty() : user(files, name, text);
    OptionalInt group =
        !rest.isEmpty()
            ? group(files, rest, text)
            : name.isEmpty() ? OptionalInt.empty() : loginGroup(files, name, text);
    return new Owner(user, group);
  }

  static OptionalInt user(MountNamespace files, String name, String shown) throws UnknownException {
    return number(files, "/etc/passwd", name, 2, "invalid user: '" + shown + "'");
  }

  static OptionalInt group(MountNamespace files, String name, String shown)
      throws UnknownException {
    return number(files, "/etc/group", name, 2, "invalid group: '" + shown + "'");
  }

  private static OptionalInt loginGroup(MountNamespace files, String name, String shown)
      throws UnknownException {
    if (name.matches("[0-9]+")) {
      throw new UnknownException("invalid spec: '" + shown + "'");
    }
    return number(files, "/etc/passwd", name, 3, "invalid spec: '" + shown + "'");
  }

  private static OptionalInt number(
      MountNamespace files, String file, String name, int field, String problem)
      throws UnknownException {
    Optional<String> found = field(files, file, name, field);
    String number = found.orElse(name);
    if (!number.matches("[0-9]{1,9}")) {
      throw new UnknownException(problem);
    }
    return OptionalInt.of(Integer.parseInt(number));
  }

  private static Optional<String> field(MountNamespace files, String file, String name, int field) {
    try {
      return files
          .readText(file)
          .lines()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > field && fields[0].equals(name))
          .map(fields -> fields[field])
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
