package dev.cnilab.cluster.image.coredns.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of the file and its line, counted from 1.
 *
 * @param file that was imported; empty for the file itself
 */
public record CorefileToken(String text, int line, String file) {
  /** The path of its file. */
  String fileOr(String itself) {
    return file.isEmpty() ? itself : file;
  }

  /** Whether this word stands on another line than the one before. */
  boolean beginsLine(CorefileToken before) {
    return line != before.line || !file.equals(before.file);
  }

  /**
   * The words of a text: separated by white space, {@code #} starts a comment, quotes keep words
   * together.
   *
   * @param file that is imported; empty for the file itself
   */
  static List<CorefileToken> of(String text, String file) {
    List<CorefileToken> tokens = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean comment = false;
    int line = 1;
    int begun = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          word.append('"');
          i++;
        } else if (c == '"') {
          quoted = false;
          tokens.add(new CorefileToken(word.toString(), begun, file));
          word.setLength(0);
        } else {
          word.append(c);
        }
      } else if (c == '\n' || Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          tokens.add(new CorefileToken(word.toString(), begun, file));
          word.setLength(0);
        }
        comment &= c != '\n';
      } else if (!comment && word.isEmpty()) {
        begun = line;
        switch (c) {
          case '#' -> comment = true;
          case '"' -> quoted = true;
          default -> word.append(c);
        }
      } else if (!comment) {
        word.append(c);
      }
      line += c == '\n' ? 1 : 0;
    }
    if (!word.isEmpty()) {
      tokens.add(new CorefileToken(word.toString(), begun, file));
    }
    return tokens;
  }
}
