package dev.cnilab.userland.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses options as getopt(3) does, with its messages, and also after operands: for commands that
 * have letters only and no {@link Manual}, such as busybox's; {@link Options} is for the others.
 *
 * @param options in the order given
 * @param operands the other words
 * @param error the first error; the words after it were not read
 */
public record GetOpt(List<Option> options, List<String> operands, Optional<String> error) {
  /**
   * An option.
   *
   * @param argument empty if it takes none
   */
  public record Option(char letter, String argument) {}

  /** Whether options may follow operands. */
  public enum Order {
    /** Operands may come before options. */
    PERMUTE,
    /** The first operand ends the options. */
    OPERANDS_LAST
  }

  public GetOpt {
    options = List.copyOf(options);
    operands = List.copyOf(operands);
  }

  /** The result of {@link Options}, which throws on an error. */
  public static GetOpt of(Options.Found found) {
    return new GetOpt(
        found.options().stream().map(each -> new Option(each.getKey(), each.getValue())).toList(),
        found.operands(),
        Optional.empty());
  }

  /**
   * Parses the words after the command's name.
   *
   * @param name the command, for messages
   * @param letters the valid options, each followed by a colon if it takes an argument
   */
  public static GetOpt parse(String name, List<String> words, String letters, Order order) {
    List<Option> options = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        operands.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        if (order == Order.OPERANDS_LAST) {
          operands.addAll(words.subList(i, words.size()));
          break;
        }
        operands.add(word);
        continue;
      }
      for (int at = 1; at < word.length(); at++) {
        char letter = word.charAt(at);
        int known = letter == ':' ? -1 : letters.indexOf(letter);
        if (known < 0) {
          String error = name + ": invalid option -- '" + letter + "'";
          return new GetOpt(options, operands, Optional.of(error));
        }
        boolean takes = known + 1 < letters.length() && letters.charAt(known + 1) == ':';
        if (!takes) {
          options.add(new Option(letter, ""));
        } else if (at + 1 < word.length()) {
          options.add(new Option(letter, word.substring(at + 1)));
          break;
        } else if (i + 1 < words.size()) {
          options.add(new Option(letter, words.get(++i)));
          break;
        } else {
          String error = name + ": option requires an argument -- '" + letter + "'";
          return new GetOpt(options, operands, Optional.of(error));
        }
      }
    }
    return new GetOpt(options, operands, Optional.empty());
  }

  public boolean has(char letter) {
    return options.stream().anyMatch(option -> option.letter() == letter);
  }

  /** The argument of the last option of that letter. */
  public Optional<String> argument(char letter) {
    return options.reversed().stream()
        .filter(option -> option.letter() == letter)
        .map(Option::argument)
        .findFirst();
  }
}
