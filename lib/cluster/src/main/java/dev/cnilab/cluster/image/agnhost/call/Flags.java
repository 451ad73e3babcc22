package dev.cnilab.cluster.image.agnhost.call;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The flags of a command line as the library pflag parses them.
 *
 * @param values of all the command's flags
 * @param words the arguments that are not flags
 */
public record Flags(Map<String, String> values, List<String> words) {
  public static final Flags NONE = new Flags(Map.of(), List.of());

  /** An unknown flag, or one without its value. */
  public static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Parses a command line.
   *
   * @param known the command's flags with their defaults
   */
  public static Flags parse(Map<String, String> known, List<String> arguments) throws Unknown {
    Map<String, String> values = new TreeMap<>(known);
    List<String> words = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.equals("--")) {
        rest.forEachRemaining(words::add);
      } else if (argument.startsWith("-") && argument.length() > 1) {
        read(argument, known, rest, values);
      } else {
        words.add(argument);
      }
    }
    return new Flags(values, List.copyOf(words));
  }

  private static void read(
      String argument, Map<String, String> known, Iterator<String> rest, Map<String, String> values)
      throws Unknown {
    String[] parts = argument.replaceFirst("^--?", "").split("=", 2);
    String otherwise = known.get(parts[0]);
    if (otherwise == null) {
      throw new Unknown("unknown flag: " + argument.replaceFirst("=.*", ""));
    }
    boolean isSwitch = otherwise.equals("true") || otherwise.equals("false");
    if (parts.length == 2) {
      values.put(parts[0], parts[1]);
    } else if (isSwitch) {
      values.put(parts[0], "true");
    } else if (rest.hasNext()) {
      values.put(parts[0], rest.next());
    } else {
      throw new Unknown("flag needs an argument: " + argument);
    }
  }

  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean is(String name) {
    return text(name).equals("true");
  }

  /** The value as a number; 0 if it is not one. */
  public int number(String name) {
    return text(name).matches("-?\\d{1,9}") ? Integer.parseInt(text(name)) : 0;
  }
}
