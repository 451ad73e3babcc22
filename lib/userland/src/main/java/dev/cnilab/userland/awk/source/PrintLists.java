package dev.cnilab.userland.awk.source;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the list of a {@code print} into parentheses if it only begins with some, as in {@code print
 * (a), (b)}: the library takes those for the parentheses of the whole list.
 */
final class PrintLists {
  private final List<String> tokens;
  private final List<String> grouped = new ArrayList<>();

  private PrintLists(List<String> tokens) {
    this.tokens = tokens;
  }

  /** The tokens with the parentheses that are missing. */
  static List<String> grouped(List<String> tokens) {
    return new PrintLists(tokens).grouped();
  }

  private List<String> grouped() {
    int at = 0;
    while (at < tokens.size()) {
      String token = tokens.get(at);
      grouped.add(token);
      at++;
      int open = skipBlank(at);
      if (token.matches("printf?") && at(open).equals("(")) {
        int close = closing(open);
        if (!endsList(skipBlank(close + 1))) {
          int end = listEnd(close + 1);
          grouped.add("(");
          grouped.addAll(tokens.subList(at, end));
          grouped.add(")");
          at = end;
        }
      }
    }
    return grouped;
  }

  /** A token; empty after the last one. */
  private String at(int index) {
    return index < tokens.size() ? tokens.get(index) : "";
  }

  private int skipBlank(int from) {
    int at = from;
    while (at < tokens.size() && AwkTokens.isBlank(tokens.get(at))) {
      at++;
    }
    return at;
  }

  /** Where the parenthesis or bracket at a place is closed. */
  private int closing(int open) {
    int depth = 0;
    for (int at = open; at < tokens.size(); at++) {
      depth += "(".equals(at(at)) || "[".equals(at(at)) ? 1 : 0;
      depth -= ")".equals(at(at)) || "]".equals(at(at)) ? 1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return tokens.size();
  }

  /** Whether a list ends before a token: there it goes to a file or a command, or nowhere. */
  private boolean endsList(int index) {
    return switch (at(index)) {
      case "", ";", "}", ")", "\n", ">" -> true;
      case "|" -> !at(index + 1).equals("|");
      default -> at(index).startsWith("#");
    };
  }

  private int listEnd(int from) {
    int at = from;
    String before = ")";
    while (at < tokens.size() && (!endsList(at) || continues(before, at))) {
      before = AwkTokens.isBlank(at(at)) ? before : at(at);
      at = at(at).equals("(") || at(at).equals("[") ? closing(at) + 1 : at + 1;
    }
    return Math.min(at, tokens.size());
  }

  /** After a comma or an operator of two characters a new line is white space. */
  private boolean continues(String before, int index) {
    boolean second = before.equals("|") && at(index).equals("|");
    return second || (at(index).equals("\n") && ",&|".contains(before));
  }
}
