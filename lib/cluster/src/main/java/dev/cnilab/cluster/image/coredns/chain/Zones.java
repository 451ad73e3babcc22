package dev.cnilab.cluster.image.coredns.chain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Zones, in lower case and with a final dot. */
public record Zones(List<String> names) {
  public Zones {
    names = names.stream().map(Zones::normal).toList();
  }

  /** The given zones, or otherwise those of the server. */
  public static Zones of(List<String> given, List<String> otherwise) {
    return new Zones(given.isEmpty() ? otherwise : given);
  }

  private static String normal(String zone) {
    String lower = zone.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }

  /** The closest zone that a name is in. */
  public Optional<String> closest(String name) {
    return names.stream()
        .filter(zone -> contains(zone, name))
        .max(Comparator.comparingInt(String::length));
  }

  public static boolean contains(String zone, String name) {
    return zone.equals(".") || name.equals(zone) || name.endsWith("." + zone);
  }
}
