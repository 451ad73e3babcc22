package dev.cnilab.userland.command;

import dev.cnilab.userland.command.ManualOption.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Divides a command's words into options and operands, with the messages of getopt_long(3), or of
 * getopt(3) if there are no long names.
 */
final class GetoptLong {
  private final List<ManualOption> known;
  private final Map<Character, ManualOption> letters = new HashMap<>();
  private final Map<String, ManualOption> names = new TreeMap<>();

  GetoptLong(List<ManualOption> known) {
    this.known = known;
    for (ManualOption option : known) {
      option.letters().forEach(letter -> letters.putIfAbsent(letter, option));
      option.names().forEach(name -> names.putIfAbsent(name, option));
    }
  }

  /**
   * An option as it was given.
   *
   * @param word {@code -l}, or {@code --long} with its full name
   * @param value empty if it has none
   */
  record Given(ManualOption option, String word, String value) {}

  /**
   * What was read.
   *
   * @param mistake the first one; the words after it were not read
   */
  record Reading(List<Given> options, List<String> operands, Optional<String> mistake) {}

  Reading read(List<String> words, GetOpt.Order order) {
    List<Given> options = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    try {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (word.equals("--")) {
          operands.addAll(words.subList(i + 1, words.size()));
          break;
        } else if (word.startsWith("--")) {
          i += longOption(word.substring(2), words, i, options);
        } else if (word.length() > 1 && word.startsWith("-")) {
          i += cluster(word, words, i, options);
        } else if (order == GetOpt.Order.OPERANDS_LAST) {
          operands.addAll(words.subList(i, words.size()));
          break;
        } else {
          operands.add(word);
        }
      }
    } catch (MistakeException mistake) {
      return new Reading(options, operands, Optional.of(mistake.text));
    }
    return new Reading(options, operands, Optional.empty());
  }

  /** Reads a cluster of letters; returns the number of further words it used. */
  private int cluster(String cluster, List<String> all, int at, List<Given> found)
      throws MistakeException {
    for (int i = 1; i < cluster.length(); i++) {
      char letter = cluster.charAt(i);
      ManualOption option = letters.get(letter);
      if (option == null) {
        throw new MistakeException("invalid option -- '" + letter + "'");
      }
      String rest = cluster.substring(i + 1);
      boolean next = option.argument() == Argument.REQUIRED && rest.isEmpty();
      if (next && at + 1 == all.size()) {
        throw new MistakeException("option requires an argument -- '" + letter + "'");
      }
      String value = option.argument() == Argument.NONE ? "" : next ? all.get(at + 1) : rest;
      found.add(new Given(option, "-" + letter, value));
      if (option.argument() != Argument.NONE) {
        return next ? 1 : 0;
      }
    }
    return 0;
  }

  private int longOption(String text, List<String> all, int at, List<Given> found)
      throws MistakeException {
    if (names.isEmpty()) {
      throw new MistakeException("invalid option -- '-'");
    }
    int equals = text.indexOf('=');
    String name = meant(equals < 0 ? text : text.substring(0, equals), text);
    ManualOption option = names.get(name);
    if (option == null) {
      throw new MistakeException("unrecognized option '--" + text + "'");
    } else if (option.argument() == Argument.NONE && equals >= 0) {
      throw new MistakeException("option '--" + name + "' doesn't allow an argument");
    }
    boolean next = option.argument() == Argument.REQUIRED && equals < 0;
    if (next && at + 1 == all.size()) {
      throw new MistakeException("option '--" + name + "' requires an argument");
    }
    String value = next ? all.get(at + 1) : equals < 0 ? "" : text.substring(equals + 1);
    found.add(new Given(option, "--" + name, value));
    return next ? 1 : 0;
  }

  /** The full name of a possibly abbreviated long option. */
  private String meant(String name, String text) throws MistakeException {
    if (names.containsKey(name)) {
      return name;
    }
    List<String> meant = names.keySet().stream().filter(each -> each.startsWith(name)).toList();
    if (meant.stream().map(names::get).distinct().count() > 1) {
      StringBuilder possible = new StringBuilder();
      known.stream()
          .flatMap(option -> option.names().stream())
          .filter(meant::contains)
          .forEach(each -> possible.append(" '--").append(each).append('\''));
      throw new MistakeException("option '--" + text + "' is ambiguous; possibilities:" + possible);
    }
    return meant.isEmpty() ? name : meant.getFirst();
  }

  private static final class MistakeException extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;

    MistakeException(String text) {
      super(text);
      this.text = text;
    }
  }
}
