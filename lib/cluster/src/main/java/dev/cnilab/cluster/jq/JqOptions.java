package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.value.JqNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a call.
 *
 * @param variables from {@code --arg} and {@code --argjson}
 * @param filter empty if there are only options
 */
record JqOptions(
    Set<Option> options,
    Map<String, JsonNode> variables,
    Optional<String> filter,
    List<String> files) {
  private static final ObjectMapper MAPPER = new ObjectMapper().setNodeFactory(new JqNumbers());

  /** Further options of jq 1.6; their letters are in {@link #LETTERS_ABSENT}. */
  private static final Set<String> ABSENT =
      Set.of(
          "--ascii-output",
          "--color-output",
          "--from-file",
          "--tab",
          "--indent",
          "--unbuffered",
          "--stream",
          "--stream-errors",
          "--seq",
          "--slurpfile",
          "--rawfile",
          "--args",
          "--jsonargs",
          "--run-tests",
          "--debug-dump-disasm");

  private static final String LETTERS_ABSENT = "aCfL";

  /** An option without a value. */
  enum Option {
    RAW_OUTPUT('r', "--raw-output"),
    COMPACT_OUTPUT('c', "--compact-output"),
    EXIT_STATUS('e', "--exit-status"),
    NULL_INPUT('n', "--null-input"),
    SLURP('s', "--slurp"),
    SORT_KEYS('S', "--sort-keys"),
    RAW_INPUT('R', "--raw-input"),
    JOIN_OUTPUT('j', "--join-output"),
    /** Always the case here. */
    MONOCHROME_OUTPUT('M', "--monochrome-output");

    private final char letter;
    private final String word;

    Option(char letter, String word) {
      this.letter = letter;
      this.word = word;
    }
  }

  /** A call that jq refuses, with its message. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  boolean has(Option option) {
    return options.contains(option);
  }

  JsonFormat format() {
    return new JsonFormat(
        has(Option.COMPACT_OUTPUT),
        has(Option.RAW_OUTPUT) || has(Option.JOIN_OUTPUT),
        has(Option.SORT_KEYS));
  }

  static JqOptions parse(List<String> arguments) throws Refused {
    Deque<String> left = new ArrayDeque<>(arguments.subList(1, arguments.size()));
    Set<Option> options = EnumSet.noneOf(Option.class);
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    boolean onlyWords = false;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      if (onlyWords || !argument.startsWith("-") || argument.equals("-")) {
        words.add(argument);
      } else if (argument.equals("--")) {
        onlyWords = true;
      } else if (argument.equals("--arg") || argument.equals("--argjson")) {
        if (left.size() < 2) {
          throw new Refused(
              "%s takes two parameters (e.g. %s varname %s)"
                  .formatted(argument, argument, argument.equals("--arg") ? "value" : "text"));
        }
        String name = left.removeFirst();
        String text = left.removeFirst();
        variables.put(name, argument.equals("--arg") ? TextNode.valueOf(text) : json(text));
      } else if (argument.startsWith("--")) {
        options.add(word(argument));
      } else {
        for (char letter : argument.substring(1).toCharArray()) {
          options.add(letter(letter, argument));
        }
      }
    }
    return new JqOptions(
        options, variables, words.stream().findFirst(), words.stream().skip(1).toList());
  }

  private static JsonNode json(String text) throws Refused {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new Refused("invalid JSON text passed to --argjson");
    }
  }

  private static Option word(String word) throws Refused {
    for (Option each : Option.values()) {
      if (each.word.equals(word)) {
        return each;
      }
    }
    throw ABSENT.contains(word) ? absent(word) : new Refused("Unknown option " + word);
  }

  private static Option letter(char letter, String argument) throws Refused {
    for (Option each : Option.values()) {
      if (each.letter == letter) {
        return each;
      }
    }
    throw LETTERS_ABSENT.indexOf(letter) >= 0
        ? absent("-" + letter)
        : new Refused("Unknown option " + argument);
  }

  private static Refused absent(String option) {
    return new Refused("the option " + option + " is not available on this machine");
  }
}
