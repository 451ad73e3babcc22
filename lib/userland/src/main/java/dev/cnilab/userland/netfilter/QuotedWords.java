package dev.cnilab.userland.netfilter;

import java.util.ArrayList;
import java.util.List;

/** The words of a line of iptables-save, where double quotes group words. */
final class QuotedWords {
  private QuotedWords() {}

  /** Splits a line; within quotes a backslash escapes the next character. */
  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char each = line.charAt(i);
      if (quoted && each == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (each == '"') {
        quoted = !quoted;
        begun = true;
      } else if (!quoted && Character.isWhitespace(each)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(each);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
