package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.file.MountNamespace;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Names of users and groups, from /etc/passwd and /etc/group. */
public final class Users {
  private final Map<String, String> users;
  private final Map<String, String> groups;

  public Users(MountNamespace files) {
    this.users = names(files, "/etc/passwd");
    this.groups = names(files, "/etc/group");
  }

  /** The name of a user, its number if it has none. */
  public String user(int uid) {
    return users.getOrDefault(String.valueOf(uid), String.valueOf(uid));
  }

  public String group(int gid) {
    return groups.getOrDefault(String.valueOf(gid), String.valueOf(gid));
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
