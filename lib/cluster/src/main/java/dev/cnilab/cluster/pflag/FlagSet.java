package dev.cnilab.cluster.pflag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All flags that a program has. Flags and operands may come in any order, until {@code --}. */
public final class FlagSet {
  private final Map<String, Flag> flags;

  private FlagSet(Collection<Flag> flags) {
    this.flags =
        flags.stream()
            .collect(Collectors.toMap(Flag::name, flag -> flag, (one, two) -> one, TreeMap::new));
  }

  /**
   * Flags from a resource: a line each with its name, its type, and {@code absent} if it is not
   * supported here, or {@code only} and the supported values.
   *
   * @param path of the resource, absolute
   */
  public static FlagSet read(String path) {
    try (InputStream in = Objects.requireNonNull(FlagSet.class.getResourceAsStream(path), path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new FlagSet(text.lines().map(Flag::parse).toList());
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }

  /**
   * Flags that are all supported.
   *
   * @param initial their default values, whose types theirs are
   * @param letters those that stand for one of them after a single dash
   */
  public static FlagSet of(Map<String, String> initial, Map<Character, String> letters) {
    Map<String, Character> byName = new HashMap<>();
    letters.forEach((letter, name) -> byName.put(name, letter));
    return new FlagSet(
        initial.entrySet().stream()
            .map(
                e -> Flag.of(e.getKey(), Optional.ofNullable(byName.get(e.getKey())), e.getValue()))
            .toList());
  }

  /**
   * Parses words.
   *
   * @param words without the program's name
   * @throws IOException in pflag's words at a flag that is unknown, lacks its value, has a wrong
   *     one or is not supported here
   */
  public Given parse(List<String> words) throws IOException {
    Map<String, List<String>> values = new TreeMap<>();
    List<String> operands = new ArrayList<>();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals("--")) {
        rest.forEachRemaining(operands::add);
      } else if (word.startsWith("--")) {
        takeName(word.substring(2), rest, values);
      } else if (word.startsWith("-") && word.length() > 1) {
        takeLetters(word.substring(1), rest, values);
      } else {
        operands.add(word);
      }
    }
    return new Given(values, List.copyOf(operands));
  }

  private static void give(Map<String, List<String>> values, String name, String value) {
    values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
  }

  private void takeName(String text, Iterator<String> rest, Map<String, List<String>> values)
      throws IOException {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (name.isEmpty() || name.startsWith("-")) {
      throw new IOException("bad flag syntax: --" + text);
    }
    Flag flag = flags.get(name);
    if (flag == null) {
      throw new IOException("unknown flag: --" + name);
    }
    if (equals < 0 && !flag.type().standsAlone() && !rest.hasNext()) {
      throw new IOException("flag needs an argument: --" + name);
    }
    String value =
        equals >= 0 ? text.substring(equals + 1) : flag.type().standsAlone() ? "true" : rest.next();
    flag.check(value);
    give(values, name, value);
  }

  private void takeLetters(String letters, Iterator<String> rest, Map<String, List<String>> values)
      throws IOException {
    Flag flag =
        flags.values().stream()
            .filter(each -> each.letter().equals(Optional.of(letters.charAt(0))))
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "unknown shorthand flag: '" + letters.charAt(0) + "' in -" + letters));
    String after = letters.substring(1);
    if (flag.type().standsAlone() && !after.startsWith("=")) {
      give(values, flag.name(), "true");
      if (!after.isEmpty()) {
        takeLetters(after, rest, values);
      }
      return;
    }
    if (after.isEmpty() && !rest.hasNext()) {
      throw new IOException("flag needs an argument: '" + letters.charAt(0) + "' in -" + letters);
    }
    String value = after.isEmpty() ? rest.next() : after.replaceFirst("^=", "");
    flag.check(value);
    give(values, flag.name(), value);
  }

  /** The flags that pass a filter and are not absent, a line each, for {@code --help}. */
  public String help(Predicate<String> filter) {
    return flags.values().stream()
        .filter(flag -> flag.obeyed() && filter.test(flag.name()))
        .map(flag -> "      --" + flag.name() + (flag.type().standsAlone() ? "" : " string") + "\n")
        .collect(Collectors.joining());
  }
}
