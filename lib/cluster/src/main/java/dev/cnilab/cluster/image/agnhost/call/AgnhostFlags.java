package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.cluster.pflag.FlagSet;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.pflag.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The flags of a command line.
 *
 * @param values of all the command's flags
 * @param words the arguments that are not flags
 */
public record AgnhostFlags(Map<String, String> values, List<String> words) {
  public static final AgnhostFlags NONE = new AgnhostFlags(Map.of(), List.of());

  /** An unknown flag, or one without its value or with one that it cannot have. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Parses a command line.
   *
   * @param known the command's flags with their defaults
   * @param letters that stand for some of them
   */
  public static AgnhostFlags parse(
      Map<String, String> known, Map<Character, String> letters, List<String> arguments)
      throws Unusable {
    try {
      Given given = FlagSet.of(known, letters).parse(arguments);
      Map<String, String> values = new TreeMap<>(known);
      values.putAll(given.values());
      return new AgnhostFlags(values, given.operands());
    } catch (IOException wrong) {
      throw new Unusable(String.valueOf(wrong.getMessage()));
    }
  }

  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean is(String name) {
    return ValueType.isTrue(text(name));
  }

  /** The value as a number; 0 if there is none. */
  public int number(String name) {
    return text(name).isEmpty() ? 0 : ValueType.number(text(name));
  }
}
