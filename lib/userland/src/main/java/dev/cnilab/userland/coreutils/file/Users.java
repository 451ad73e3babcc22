package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.privilege.Credentials;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of users and groups in /etc/passwd and /etc/group. */
public final class Users {
  private static final int HOME = 5;
  private static final int SHELL = 6;

  private final List<String[]> accounts;
  private final Map<String, String> users;
  private final Map<String, String> groups;

  public Users(MountNamespace files) {
    this.accounts = accounts(files);
    this.users = names(files, "/etc/passwd");
    this.groups = names(files, "/etc/group");
  }

  /** The name of a user; the number if it has no name. */
  public String user(int uid) {
    return users.getOrDefault(String.valueOf(uid), String.valueOf(uid));
  }

  public String group(int gid) {
    return groups.getOrDefault(String.valueOf(gid), String.valueOf(gid));
  }

  /** The number of the user with this name; empty if there is none. */
  public Optional<Long> userNumber(String name) {
    return number(users, name);
  }

  /** The number of the group with this name; empty if there is none. */
  public Optional<Long> groupNumber(String name) {
    return number(groups, name);
  }

  private static Optional<Long> number(Map<String, String> names, String name) {
    return names.entrySet().stream()
        .filter(each -> each.getValue().equals(name) && each.getKey().matches("\\d{1,10}"))
        .map(each -> Long.valueOf(each.getKey()))
        .findFirst();
  }

  /** The credentials of the user with this name or number; empty if it is not in /etc/passwd. */
  public Optional<Credentials> credentials(String name) {
    return accounts.stream()
        .filter(fields -> fields[0].equals(name) || fields[2].equals(name))
        .findFirst()
        .map(
            fields ->
                Credentials.of(
                    Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), List.of(), Set.of()));
  }

  /** A user's home directory; the root directory for a user who is not in /etc/passwd. */
  public String home(int uid) {
    return accounts.stream()
        .filter(fields -> fields.length > HOME && fields[2].equals("" + uid))
        .findFirst()
        .map(fields -> fields[HOME])
        .orElse("/");
  }

  /** A user's shell; {@code /bin/sh} for a user who has none. */
  public String shell(int uid) {
    return accounts.stream()
        .filter(fields -> fields.length > SHELL && fields[2].equals("" + uid))
        .findFirst()
        .map(fields -> fields[SHELL])
        .filter(shell -> !shell.isEmpty())
        .orElse("/bin/sh");
  }

  private static List<String[]> accounts(MountNamespace files) {
    try {
      return files
          .readText("/etc/passwd")
          .lines()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && (fields[2] + fields[3]).matches("[0-9]{2,18}"))
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private static Map<String, String> names(MountNamespace files, String path) {
    Map<String, String> names = new HashMap<>();
    try {
      for (String line : files.readText(path).split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2) {
          names.putIfAbsent(fields[2], fields[0]);
        }
      }
    } catch (IOException none) {
      return names;
    }
    return names;
  }
}
