package dev.cnilab.userland.netfilter.rule;

import java.util.Map;
import java.util.Optional;

/** The services of /etc/services that matter in a network course. */
public final class PortNames {
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("ssh", 22),
          Map.entry("domain", 53),
          Map.entry("bootps", 67),
          Map.entry("bootpc", 68),
          Map.entry("http", 80),
          Map.entry("ntp", 123),
          Map.entry("bgp", 179),
          Map.entry("https", 443),
          Map.entry("http-alt", 8080));

  private PortNames() {}

  /** The port of a service; empty if there is none of that name. */
  public static Optional<Integer> number(String name) {
    return Optional.ofNullable(NUMBERS.get(name));
  }

  /** A port's service name, or its number if it has none. */
  public static String name(int port) {
    return NUMBERS.entrySet().stream()
        .filter(entry -> entry.getValue() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Integer.toString(port));
  }
}
