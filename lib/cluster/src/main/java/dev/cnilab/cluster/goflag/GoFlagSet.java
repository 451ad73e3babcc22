package dev.cnilab.cluster.goflag;

import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoInteger;
import dev.cnilab.cluster.log.GoText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All flags that a program has, as {@code FlagSet} of Go's package flag reads them. One or two
 * dashes make no difference; the first word that is not a flag, or {@code --}, ends them.
 */
public final class GoFlagSet {
  private final Map<String, GoFlag> flags = new HashMap<>();

  private GoFlagSet() {}

  public static GoFlagSet of(Collection<GoFlag> flags) {
    GoFlagSet set = new GoFlagSet();
    flags.forEach(flag -> flag.names().forEach(name -> set.flags.put(name, flag)));
    return set;
  }

  /**
   * The given flags and operands.
   *
   * @param values by the main name of the flag, in the order of the command line
   * @param operands the words after the flags
   */
  public record Given(Map<String, List<String>> values, List<String> operands) {
    public boolean has(String name) {
      return values.containsKey(name);
    }

    /** The last value; empty if there is none. */
    public String text(String name) {
      return optional(name).orElse("");
    }

    public Optional<String> optional(String name) {
      return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    public List<String> texts(String name) {
      return values.getOrDefault(name, List.of());
    }

    /** The last number, or the end of the range of {@code int} that it is beyond; 0 if none. */
    public int number(String name) {
      return optional(name).flatMap(GoInteger::literal).map(GoInteger::clamp).orElse(0);
    }

    /** The value of a switch; false if it is not given. */
    public boolean isSet(String name) {
      return GoBool.isTrue(text(name));
    }
  }

  /**
   * Parses words.
   *
   * @param words without the program's name
   * @throws GoFlagException at a flag that is unknown, malformed, lacks its value or has a wrong
   *     one
   */
  public Given parse(List<String> words) throws GoFlagException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int at = 0;
    while (at < words.size() && words.get(at).length() > 1 && words.get(at).startsWith("-")) {
      String word = words.get(at++);
      if (word.equals("--")) {
        break;
      }
      at = take(word, words, at, values);
    }
    return new Given(values, List.copyOf(words.subList(at, words.size())));
  }

  /** Takes a flag; returns the position of the next word. */
  private int take(String word, List<String> words, int at, Map<String, List<String>> values)
      throws GoFlagException {
    String text = word.replaceFirst("^--?", "");
    if (text.isEmpty() || text.startsWith("-") || text.startsWith("=")) {
      throw GoFlagException.invalid("bad flag syntax: " + word);
    }
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    GoFlag flag = find(name, at - 1);
    boolean next = equals < 0 && flag.kind() != GoFlag.Kind.BOOL;
    if (next && at == words.size()) {
      throw GoFlagException.invalid("flag needs an argument: -" + name);
    }
    String value = next ? words.get(at) : equals < 0 ? "true" : text.substring(equals + 1);
    requireValid(flag, name, value);
    values.computeIfAbsent(flag.name(), key -> new ArrayList<>()).add(value);
    return next ? at + 1 : at;
  }

  private GoFlag find(String name, int at) throws GoFlagException {
    GoFlag flag = flags.get(name);
    if (flag != null) {
      return flag;
    }
    throw name.equals("h") || name.equals("help")
        ? GoFlagException.help()
        : GoFlagException.unknown(name, at);
  }

  private static void requireValid(GoFlag flag, String name, String value) throws GoFlagException {
    Optional<String> complaint = flag.complaint(value);
    if (complaint.isPresent()) {
      String form =
          flag.kind() == GoFlag.Kind.BOOL
              ? "invalid boolean value %s for -%s: %s"
              : "invalid value %s for flag -%s: %s";
      throw GoFlagException.invalid(form.formatted(GoText.quote(value), name, complaint.get()));
    }
  }
}
