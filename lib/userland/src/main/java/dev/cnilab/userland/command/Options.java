package dev.cnilab.userland.command;

import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The options a command knows, and a parser of them; getopt_long(3). */
public final class Options {
  private final String command;
  private final int usageStatus;
  private final Map<Character, Argument> letters = new HashMap<>();
  private final Map<String, Character> names = new TreeMap<>();
  private boolean stopsAtOperand;

  /** Whether an option has an argument. */
  private enum Argument {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  private Options(String command, int usageStatus) {
    this.command = command;
    this.usageStatus = usageStatus;
  }

  /**
   * Options of a command.
   *
   * @param usageStatus what it exits with after an option that it does not know
   * @param letters as getopt(3) has them: {@code "ab:"} is -a, and -b with an argument
   */
  public static Options of(String command, int usageStatus, String letters) {
    Options options = new Options(command, usageStatus);
    for (int i = 0; i < letters.length(); i++) {
      int colons = 0;
      while (i + 1 + colons < letters.length() && letters.charAt(i + 1 + colons) == ':') {
        colons++;
      }
      options.letters.put(letters.charAt(i), Argument.values()[colons]);
      i += colons;
    }
    return options;
  }

  /** A long name for an option that also has a letter. */
  public Options name(String name, char letter) {
    names.put(name, letter);
    return this;
  }

  /** Lets all that follows the first operand be operands too: for commands that run commands. */
  public Options stopAtOperand() {
    stopsAtOperand = true;
    return this;
  }

  /** What was found: options in their order, then operands. */
  public record Found(List<Map.Entry<Character, String>> options, List<String> operands) {
    public boolean has(char letter) {
      return options.stream().anyMatch(each -> each.getKey() == letter);
    }

    /** The last value given. */
    public Optional<String> value(char letter) {
      return values(letter).stream().reduce((first, second) -> second);
    }

    public List<String> values(char letter) {
      return options.stream()
          .filter(each -> each.getKey() == letter)
          .map(Map.Entry::getValue)
          .toList();
    }

    /** The one of these options that was given last; a space if none was. */
    public char last(String choices) {
      char last = ' ';
      for (Map.Entry<Character, String> each : options) {
        last = choices.indexOf(each.getKey()) >= 0 ? each.getKey() : last;
      }
      return last;
    }
  }

  /**
   * Parses arguments.
   *
   * @throws ProgramException in getopt's words
   */
  public Found parse(List<String> arguments) throws ProgramException {
    List<Map.Entry<Character, String>> options = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        operands.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      } else if (argument.startsWith("--")) {
        i += longOption(argument.substring(2), arguments, i, options);
      } else if (argument.length() > 1 && argument.startsWith("-")) {
        i += cluster(argument, arguments, i, options);
      } else if (stopsAtOperand) {
        operands.addAll(arguments.subList(i, arguments.size()));
        break;
      } else {
        operands.add(argument);
      }
    }
    return new Found(options, operands);
  }

  /** Returns how many further arguments it took. */
  private int cluster(
      String cluster, List<String> all, int at, List<Map.Entry<Character, String>> found)
      throws ProgramException {
    for (int i = 1; i < cluster.length(); i++) {
      char letter = cluster.charAt(i);
      String rest = cluster.substring(i + 1);
      switch (letters.getOrDefault(letter, Argument.NONE)) {
        case NONE -> {
          if (!letters.containsKey(letter)) {
            throw usage("invalid option -- '" + letter + "'");
          }
          found.add(Map.entry(letter, ""));
        }
        case OPTIONAL -> {
          found.add(Map.entry(letter, rest));
          return 0;
        }
        case REQUIRED -> {
          if (rest.isEmpty() && at + 1 == all.size()) {
            throw usage("option requires an argument -- '" + letter + "'");
          }
          found.add(Map.entry(letter, rest.isEmpty() ? all.get(at + 1) : rest));
          return rest.isEmpty() ? 1 : 0;
        }
      }
    }
    return 0;
  }

  private int longOption(
      String text, List<String> all, int at, List<Map.Entry<Character, String>> found)
      throws ProgramException {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    List<String> meant =
        names.containsKey(name)
            ? List.of(name)
            : names.keySet().stream().filter(each -> each.startsWith(name)).toList();
    if (meant.isEmpty()) {
      throw usage("unrecognized option '--" + text + "'");
    }
    char letter = names.getOrDefault(meant.getFirst(), '?');
    Argument argument = letters.getOrDefault(letter, Argument.NONE);
    if (argument == Argument.NONE && equals >= 0) {
      throw usage("option '--" + meant.getFirst() + "' doesn't allow an argument");
    }
    boolean next = argument == Argument.REQUIRED && equals < 0;
    if (next && at + 1 == all.size()) {
      throw usage("option '--" + meant.getFirst() + "' requires an argument");
    }
    found.add(
        Map.entry(letter, next ? all.get(at + 1) : equals < 0 ? "" : text.substring(equals + 1)));
    return next ? 1 : 0;
  }

  private ProgramException usage(String problem) {
    return new ProgramException(
        usageStatus, problem + "\nTry '" + command + " --help' for more information.");
  }
}
