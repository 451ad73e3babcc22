package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The file /etc/resolv.conf; resolv.conf(5).
 *
 * @param servers this host if none is named
 * @param namesServers whether any is named
 * @param ndots a name with fewer dots is first tried in the search domains
 * @param timeout for the answer of one server
 * @param givenAttempts how many times all servers are queried, if the file says so
 */
public record ResolverConfiguration(
    List<Ipv4Address> servers,
    boolean namesServers,
    List<String> search,
    int ndots,
    Duration timeout,
    OptionalInt givenAttempts) {
  private static final int MOST_SERVERS = 3;
  private static final int ATTEMPTS = 2;

  public ResolverConfiguration {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /** Reads the file; defaults if it does not exist. */
  public static ResolverConfiguration read(MountNamespace files) {
    try {
      return parse(files.readText("/etc/resolv.conf"));
    } catch (IOException unreadable) {
      return parse("");
    }
  }

  static ResolverConfiguration parse(String text) {
    List<Ipv4Address> servers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    int timeout = 5;
    int attempts = -1;
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      List<String> values = List.of(words).subList(1, words.length);
      switch (words[0]) {
        case "nameserver" -> addServer(values, servers);
        case "search", "domain" -> search = values;
        case "options" -> {
          ndots = option(values, "ndots", ndots, 15);
          timeout = option(values, "timeout", timeout, 30);
          attempts = option(values, "attempts", attempts, 5);
        }
        default -> {}
      }
    }
    return new ResolverConfiguration(
        servers.isEmpty() ? List.of(Ipv4Address.LOOPBACK) : servers,
        !servers.isEmpty(),
        search,
        ndots,
        Duration.ofSeconds(Math.max(1, timeout)),
        attempts < 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(1, attempts)));
  }

  /** How many times all servers are queried. */
  public int attempts() {
    return givenAttempts.orElse(ATTEMPTS);
  }

  private static void addServer(List<String> values, List<Ipv4Address> servers) {
    if (values.isEmpty() || servers.size() == MOST_SERVERS) {
      return;
    }
    // An IPv6 server is not reachable from here.
    Ipv4Address.read(values.getFirst()).ifPresent(servers::add);
  }

  private static int option(List<String> values, String key, int otherwise, int most) {
    return values.stream()
        .filter(each -> each.matches(key + ":\\d{1,6}"))
        .map(each -> Math.min(most, Integer.parseInt(each.substring(key.length() + 1))))
        .reduce((first, last) -> last)
        .orElse(otherwise);
  }

  /** The absolute names that are tried for {@code name}, in order. */
  public List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    List<String> candidates = new ArrayList<>();
    boolean asIsFirst = name.chars().filter(c -> c == '.').count() >= ndots;
    if (asIsFirst) {
      candidates.add(name + ".");
    }
    for (String domain : search) {
      candidates.add(name + "." + (domain.endsWith(".") ? domain : domain + "."));
    }
    if (!asIsFirst) {
      candidates.add(name + ".");
    }
    return candidates;
  }
}
