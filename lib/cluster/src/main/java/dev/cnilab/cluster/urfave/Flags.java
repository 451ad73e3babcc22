package dev.cnilab.cluster.urfave;

import dev.cnilab.cluster.goflag.GoFlag;
import dev.cnilab.cluster.goflag.GoFlagException;
import dev.cnilab.cluster.goflag.GoFlagSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The flags of a command: Go's, except that letters may be combined ({@code -aq}). */
public final class Flags {
  private static final Flag HELP = Flag.bool("help", "h");

  private final List<Flag> all;
  private final Set<String> names;
  private final GoFlagSet parser;

  private Flags(List<Flag> all) {
    this.all = all;
    this.names =
        all.stream()
            .flatMap(flag -> flag.parsed().names().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.parser = GoFlagSet.of(all.stream().map(Flag::parsed).toList());
  }

  /** These flags and {@code --help}. */
  public static Flags of(Flag... flags) {
    List<Flag> all = new ArrayList<>(List.of(flags));
    all.add(HELP);
    return new Flags(all);
  }

  /** Whether the command's help is asked for. */
  public static boolean askForHelp(GoFlagSet.Given given) {
    return given.has(HELP.name());
  }

  /**
   * Parses words.
   *
   * @return what is given; a switch that is false is not
   * @throws FlagException at a flag that is unknown, lacks its value, or is not supported here
   */
  public GoFlagSet.Given parse(List<String> words) throws FlagException {
    GoFlagSet.Given given = divideAndParse(words);
    Map<String, List<String>> values = new LinkedHashMap<>(given.values());
    for (Flag flag : all) {
      if (!flag.obeyed() && given.has(flag.name())) {
        throw new FlagException("flag not available on this machine: -" + flag.name());
      }
      if (flag.parsed().kind() == GoFlag.Kind.BOOL && !given.isSet(flag.name())) {
        values.remove(flag.name());
      }
    }
    return new GoFlagSet.Given(values, given.operands());
  }

  /** Divides a word of letters where there is no flag of its name, as urfave does it. */
  private GoFlagSet.Given divideAndParse(List<String> words) throws FlagException {
    try {
      return parser.parse(words);
    } catch (GoFlagException wrong) {
      GoFlagException.Unknown letters =
          wrong
              .unknown()
              .filter(unknown -> words.get(unknown.at()).equals("-" + unknown.name()))
              .filter(unknown -> areFlags(unknown.name()))
              .orElseThrow(() -> new FlagException(wrong.text()));
      List<String> divided = new ArrayList<>(words.subList(0, letters.at()));
      letters.name().chars().forEach(letter -> divided.add("-" + (char) letter));
      divided.addAll(words.subList(letters.at() + 1, words.size()));
      return divideAndParse(divided);
    }
  }

  private boolean areFlags(String letters) {
    return letters.length() > 1
        && letters.chars().allMatch(letter -> names.contains(String.valueOf((char) letter)));
  }

  /** The supported flags, a line each. */
  public String help() {
    return all.stream()
        .filter(Flag::obeyed)
        .map(flag -> "   " + flag.help() + "\n")
        .collect(Collectors.joining());
  }
}
