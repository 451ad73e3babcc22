package dev.cnilab.cluster.image.coredns.corefile;

import java.util.List;
import java.util.Optional;

/**
 * What a server does for some zones.
 *
 * @param keys zones with an optional port, such as {@code .:53}
 */
public record ServerBlock(List<String> keys, List<Directive> directives) {
  public ServerBlock {
    keys = List.copyOf(keys);
    directives = List.copyOf(directives);
  }

  public Optional<Directive> find(String name) {
    return directives.stream().filter(directive -> directive.name().equals(name)).findFirst();
  }

  /** The zone of a key, in lower case and with a final dot. */
  public static String zone(String key) {
    String host = key.replaceFirst("^dns://", "").replaceFirst(":\\d+$", "");
    String lower = host.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }

  /** The port of a key, or the default one. */
  public static int port(String key, int otherwise) {
    return key.matches(".*:\\d+")
        ? Integer.parseInt(key.substring(key.lastIndexOf(':') + 1))
        : otherwise;
  }
}
