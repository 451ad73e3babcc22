package dev.cnilab.cluster.urfave;

import dev.cnilab.cluster.log.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The flags of a command. One or two dashes make no difference, letters may be combined ({@code
 * -aq}), and the first word that is no flag ends them.
 */
public final class Flags {
  private static final Flag HELP = Flag.bool("help", "h");

  private final List<Flag> all;

  private Flags(List<Flag> all) {
    this.all = all;
  }

  /** These flags and {@code --help}. */
  public static Flags of(Flag... flags) {
    List<Flag> all = new ArrayList<>(List.of(flags));
    all.add(HELP);
    return new Flags(all);
  }

  /**
   * The given flags and operands.
   *
   * @param values by the main name of the flag
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

    /** The last number; zero if there is none. */
    public int number(String name) {
      return Integer.parseInt(optional(name).orElse("0"));
    }

    public boolean asksForHelp() {
      return has(HELP.name());
    }
  }

  /**
   * Parses words.
   *
   * @throws FlagException at a flag that is unknown, lacks its value, or is not supported here
   */
  public Given parse(List<String> words) throws FlagException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at);
      if (word.length() < 2 || !word.startsWith("-")) {
        break;
      }
      at++;
      if (word.equals("--")) {
        break;
      }
      at = take(word, words, at, values);
    }
    return new Given(values, List.copyOf(words.subList(at, words.size())));
  }

  /** Takes a flag; returns the position of the next word. */
  private int take(String word, List<String> words, int at, Map<String, List<String>> values)
      throws FlagException {
    String text = word.replaceFirst("^--?", "");
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Optional<Flag> found = find(name);
    if (found.isEmpty() && !word.startsWith("--") && bundled(text)) {
      int next = at;
      for (int i = 0; i < text.length(); i++) {
        next = take("-" + text.charAt(i), words, next, values);
      }
      return next;
    }
    Flag flag =
        found.orElseThrow(() -> new FlagException("flag provided but not defined: -" + name));
    if (!flag.obeyed()) {
      throw new FlagException("flag not available on this machine: -" + name);
    }
    boolean next = flag.kind() != Flag.Kind.BOOL && equals < 0;
    if (next && at == words.size()) {
      throw new FlagException("flag needs an argument: -" + name);
    }
    String value = next ? words.get(at) : equals < 0 ? "true" : text.substring(equals + 1);
    requireValid(flag, name, value);
    if (flag.kind() == Flag.Kind.BOOL && value.matches("0|f|F|false|FALSE|False")) {
      values.remove(flag.name());
    } else {
      values.computeIfAbsent(flag.name(), key -> new ArrayList<>()).add(value);
    }
    return next ? at + 1 : at;
  }

  private static void requireValid(Flag flag, String name, String value) throws FlagException {
    boolean valid =
        switch (flag.kind()) {
          case TEXT -> true;
          case NUMBER -> value.matches("-?\\d{1,9}");
          case BOOL -> value.matches("0|1|t|f|T|F|true|false|TRUE|FALSE|True|False");
        };
    if (!valid) {
      boolean bool = flag.kind() == Flag.Kind.BOOL;
      throw new FlagException(
          "invalid %svalue %s for %s-%s: parse error"
              .formatted(bool ? "boolean " : "", GoText.quote(value), bool ? "" : "flag ", name));
    }
  }

  private Optional<Flag> find(String name) {
    return all.stream().filter(flag -> flag.names().contains(name)).findFirst();
  }

  private boolean bundled(String letters) {
    return letters.length() > 1
        && letters.chars().allMatch(letter -> find(String.valueOf((char) letter)).isPresent());
  }

  /** The supported flags, a line each. */
  public String help() {
    return all.stream()
        .filter(Flag::obeyed)
        .map(flag -> "   " + flag.help() + "\n")
        .collect(Collectors.joining());
  }
}
