package dev.cnilab.userland.net.system;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.options.GetOpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of sysctl(8), short and long. */
final class SysctlOptions {
  private static final String LETTERS = "bneNwfpqoxaAXr:Vdh";
  private static final Map<String, Character> LONG =
      Map.ofEntries(
          Map.entry("all", 'a'),
          Map.entry("binary", 'b'),
          Map.entry("ignore", 'e'),
          Map.entry("names", 'N'),
          Map.entry("values", 'n'),
          Map.entry("load", 'p'),
          Map.entry("quiet", 'q'),
          Map.entry("write", 'w'),
          Map.entry("pattern", 'r'),
          Map.entry("help", 'h'),
          Map.entry("version", 'V'),
          Map.entry("deprecated", 'o'),
          Map.entry("dry-run", 'o'),
          Map.entry("system", 'o'));

  private SysctlOptions() {}

  /** Takes an option and its argument. */
  @FunctionalInterface
  interface Taker {
    void take(char option, String argument);
  }

  /** Hands each option to {@code taker}; returns the operands. */
  static List<String> parse(List<String> words, Taker taker) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.equals("--")) {
        rest.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals);
      Character letter = LONG.get(name);
      if (letter == null) {
        throw CommandFailure.refused(
            "sysctl: unrecognized option '" + word + "'\n" + Usage.text("sysctl"));
      }
      String argument = equals < 0 ? "" : word.substring(equals + 1);
      if (letter == 'r' && equals < 0 && i + 1 < words.size()) {
        argument = words.get(++i);
      }
      take(letter, argument, taker);
    }
    GetOpt given = GetOpt.parse("sysctl", rest, LETTERS, GetOpt.Order.PERMUTE);
    given.options().forEach(option -> take(option.letter(), option.argument(), taker));
    if (given.error().isPresent()) {
      throw CommandFailure.refused(given.error().get() + "\n" + Usage.text("sysctl"));
    }
    boolean loads = given.has('p') || given.has('f');
    given.operands().stream().filter(file -> loads).forEach(file -> taker.take('p', file));
    return loads ? List.of() : given.operands();
  }

  private static void take(char letter, String argument, Taker taker) {
    if (letter == 'h' || letter == 'd') {
      throw CommandFailure.of(0, Usage.text("sysctl"));
    }
    if (letter == 'V') {
      throw CommandFailure.of(0, "sysctl from procps-ng 4.0.2");
    }
    if (letter != 'p' && letter != 'f') {
      taker.take(letter, argument);
    } else if (!argument.isEmpty()) {
      taker.take('p', argument);
    }
  }
}
