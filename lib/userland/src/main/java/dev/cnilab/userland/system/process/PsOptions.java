package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The options of procps' ps: System V options with a dash, BSD ones without, GNU ones with two;
 * ps(1).
 */
final class PsOptions {
  /** Options of ps in either syntax that have no visible effect here. */
  private static final String WITHOUT_EFFECT = "wS";

  private final Invocation call;
  private final Deque<String> words;
  private final List<String> formats = new ArrayList<>();
  private final List<String> pids = new ArrayList<>();
  private final List<String> users = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> parents = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private String layout = "";
  private String refused = "";
  private boolean all;
  private boolean headings = true;

  private PsOptions(Invocation call) {
    this.call = call;
    this.words = new ArrayDeque<>(call.arguments());
  }

  /**
   * Parses the options.
   *
   * @throws ProgramException with ps's message, which has no name before it
   */
  static PsOptions parse(Invocation call) throws ProgramException {
    PsOptions options = new PsOptions(call);
    while (!options.words.isEmpty()) {
      options.take(options.words.pop());
    }
    if (!options.refused.isEmpty()) {
      throw options.error("option " + options.refused + " is not available on this machine");
    }
    return options;
  }

  private void take(String word) throws ProgramException {
    if (word.startsWith("--")) {
      takeLong(word);
    } else if (word.matches("\\d[\\d,]*")) {
      pids.addAll(list(word));
    } else if (word.startsWith("-")) {
      letters(word.substring(1), true);
    } else {
      letters(word, false);
    }
  }

  private void letters(String text, boolean systemV) throws ProgramException {
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (takesList(letter, systemV)) {
        String rest = text.substring(at + 1);
        takeList(letter, systemV, rest.isEmpty() && !words.isEmpty() ? words.pop() : rest);
        return;
      }
      if (systemV) {
        takeSystemV(letter);
      } else {
        takeBsd(letter);
      }
    }
  }

  private static boolean takesList(char letter, boolean systemV) {
    return "opU".indexOf(letter) >= 0 || (systemV && (letter == 'u' || letter == 'C'));
  }

  private void takeList(char letter, boolean systemV, String value) throws ProgramException {
    if (value.isEmpty()) {
      throw error(
          letter == 'o'
              ? "format specification must follow -o"
              : "list of process IDs must follow -p");
    }
    switch (letter) {
      case 'o' -> formats.addAll(Arrays.asList(value.split("[, ]", -1)));
      case 'p' -> pids.addAll(numbers(value));
      case 'C' -> names.addAll(list(value));
      case 'u', 'U' -> users.addAll(list(value));
      default -> unavailable((systemV ? "-" : "") + letter);
    }
  }

  private void takeSystemV(char letter) throws ProgramException {
    switch (letter) {
      case 'e', 'A' -> all = true;
      case 'f' -> layout = "f";
      case 'V' -> version();
      default -> {
        if ("adFgGHjlLMmnNOPsTtyZcq".indexOf(letter) >= 0) {
          unavailable("-" + letter);
        } else if (WITHOUT_EFFECT.indexOf(letter) < 0) {
          throw error("unsupported SysV option");
        }
      }
    }
  }

  private void takeBsd(char letter) throws ProgramException {
    switch (letter) {
      case 'a', 'x' -> all = true;
      case 'u' -> layout = "u";
      case 'h' -> headings = false;
      case 'V' -> version();
      default -> {
        if ("cefgHjklLmnNOrsTtvXZ".indexOf(letter) >= 0) {
          unavailable(String.valueOf(letter));
        } else if (WITHOUT_EFFECT.indexOf(letter) < 0) {
          throw error("unsupported option (BSD syntax)");
        }
      }
    }
  }

  private void takeLong(String word) throws ProgramException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    switch (name) {
      case "help" -> {
        call.out().print(Manual.usage("ps"));
        throw call.process().exit(0);
      }
      case "version" -> version();
      case "no-headers", "no-heading", "no-headings" -> headings = false;
      case "format" -> takeList('o', true, value(word));
      case "pid" -> takeList('p', true, value(word));
      case "user", "User" -> takeList('u', true, value(word));
      case "ppid" -> parents.addAll(numbers(value(word)));
      case "sort" -> order.addAll(list(value(word)));
      case "cols",
          "columns",
          "cumulative",
          "deselect",
          "forest",
          "group",
          "Group",
          "headers",
          "info",
          "lines",
          "quick-pid",
          "rows",
          "sid",
          "tty",
          "width",
          "context" ->
          unavailable("--" + name);
      default -> throw error("unknown gnu long option");
    }
  }

  private String value(String word) {
    int equals = word.indexOf('=');
    return equals >= 0 ? word.substring(equals + 1) : words.isEmpty() ? "" : words.pop();
  }

  private void version() {
    call.out().println(Manual.of("ps").version());
    throw call.process().exit(0);
  }

  private List<String> numbers(String words) throws ProgramException {
    if (!words.matches("[0-9]{1,9}([, ]+[0-9]{1,9})*")) {
      throw error("process ID list syntax error");
    }
    return list(words);
  }

  private static List<String> list(String words) {
    return Arrays.asList(words.split("[, ]+", -1));
  }

  private void unavailable(String option) {
    refused = refused.isEmpty() ? option : refused;
  }

  /** Prints an error as ps does and ends it. */
  ProgramException error(String problem) throws ProgramException {
    call.process().err().println("error: " + problem + Manual.of("ps").hint());
    throw call.process().exit(Manual.of("ps").mistake());
  }

  /** The columns given with {@code -o}. */
  List<String> formats() {
    return formats;
  }

  List<String> pids() {
    return pids;
  }

  List<String> users() {
    return users;
  }

  List<String> names() {
    return names;
  }

  /** The processes whose children are selected. */
  List<String> parents() {
    return parents;
  }

  /** The columns to sort by, each with an optional sign. */
  List<String> order() {
    return order;
  }

  /** The letter of the layout option; empty for the default layout. */
  String layout() {
    return layout;
  }

  /** Whether all processes are selected. */
  boolean all() {
    return all;
  }

  boolean headings() {
    return headings;
  }
}
