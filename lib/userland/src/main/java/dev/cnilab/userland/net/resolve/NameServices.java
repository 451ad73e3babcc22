package dev.cnilab.userland.net.resolve;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;

/**
 * The sources of host names, in the order of /etc/nsswitch.conf; nsswitch.conf(5).
 *
 * @param hosts the services of the line {@code hosts}
 */
record NameServices(List<String> hosts) {
  private static final String KEY = "hosts:";

  NameServices {
    hosts = List.copyOf(hosts);
  }

  static NameServices read(MountNamespace files) {
    try {
      return files
          .readText("/etc/nsswitch.conf")
          .lines()
          .filter(line -> line.startsWith(KEY))
          .map(
              line -> new NameServices(List.of(line.substring(KEY.length()).strip().split("\\s+"))))
          .findFirst()
          .orElse(DEFAULT);
    } catch (IOException unreadable) {
      return DEFAULT;
    }
  }

  private static final NameServices DEFAULT = new NameServices(List.of("files", "dns"));

  /** Whether multicast DNS is tried before DNS, as for names of two labels that end in local. */
  boolean triesMulticast(String name) {
    return hosts.contains("mdns4_minimal") && name.matches("(?i)[^.]+\\.local\\.?");
  }
}
