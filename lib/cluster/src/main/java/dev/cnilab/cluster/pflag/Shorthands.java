package dev.cnilab.cluster.pflag;

import java.util.Map;

/** The letters of flags: {@code -h} and {@code -v} in all of Kubernetes' components. */
final class Shorthands {
  private static final Map<Character, String> NAMES = Map.of('h', "help", 'v', "v");

  private Shorthands() {}

  /** The flag of a letter; "" if it has none. */
  static String name(char letter) {
    return NAMES.getOrDefault(letter, "");
  }

  /** The flag as messages name it: {@code -v, --v}. */
  static String withLetter(String name) {
    return NAMES.entrySet().stream()
        .filter(each -> each.getValue().equals(name))
        .findFirst()
        .map(each -> "-" + each.getKey() + ", --" + name)
        .orElse("--" + name);
  }
}
