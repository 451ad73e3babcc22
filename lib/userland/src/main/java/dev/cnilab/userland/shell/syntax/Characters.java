package dev.cnilab.userland.shell.syntax;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The characters of a script, with lookahead. */
final class Characters {
  static final int END = -1;

  private final ScriptSource source;
  private final Grammar grammar;
  private String text = "";
  private int position;
  private int line = 1;
  private int taken;
  private boolean ended;
  private String lastLine = "";
  private final Aliases aliases;
  private final ReadingCost cost;
  private long consumed;

  Characters(
      ScriptSource source, Grammar grammar, Aliases aliases, int firstLine, ReadingCost cost) {
    this.source = source;
    this.grammar = grammar;
    this.aliases = aliases;
    this.line = firstLine;
    this.cost = cost;
  }

  /** A text within this one, such as the body of a here-document. */
  Characters within(String part, int firstLine) {
    return new Characters(ScriptSource.of(part), grammar, aliases, firstLine, cost);
  }

  ReadingCost cost() {
    return cost;
  }

  Grammar grammar() {
    return grammar;
  }

  Aliases aliases() {
    return aliases;
  }

  /** The line that was read last. */
  String lastLine() {
    return lastLine;
  }

  /** The number of characters consumed. */
  long consumed() {
    return consumed;
  }

  /** Inserts text before the next character. */
  void insert(String inserted) {
    text = inserted + text.substring(position);
    position = 0;
  }

  /** The line of the next character, counted from 1. */
  int line() {
    return line;
  }

  /** The next character without consuming it; {@link #END} at the end. */
  int peek() throws IOException {
    return peek(0);
  }

  /** The character {@code ahead} positions after the next one. */
  int peek(int ahead) throws IOException {
    while (position + ahead >= text.length() && !ended) {
      String next = source.nextLine();
      if (next == null) {
        ended = true;
      } else {
        text = text.substring(position) + next;
        position = 0;
        lastLine = next;
      }
    }
    return position + ahead < text.length() ? text.charAt(position + ahead) : END;
  }

  /** Like {@link #peek()}, after skipping line continuations. */
  int peekJoined() throws IOException {
    while (peek() == '\\' && peek(1) == '\n') {
      next();
      next();
    }
    return peek();
  }

  int next() throws IOException {
    int found = peek();
    if (found != END) {
      position++;
      consumed++;
      cost.character();
      if (found == '\n') {
        line += 1 + taken;
        taken = 0;
      }
    }
    return found;
  }

  boolean take(char wanted) throws IOException {
    if (peekJoined() == wanted) {
      next();
      return true;
    }
    return false;
  }

  /**
   * Removes the line after the present one from the script, as for here-documents.
   *
   * @return the line without its newline; null if there is none
   */
  @Nullable String takeFollowingLine() throws IOException {
    int end = text.indexOf('\n', position);
    if (end < 0) {
      return null;
    }
    String following;
    if (end + 1 < text.length()) {
      int next = text.indexOf('\n', end + 1);
      int after = next < 0 ? text.length() : next + 1;
      following = text.substring(end + 1, after);
      text = text.substring(0, end + 1) + text.substring(after);
    } else {
      String next = ended ? null : source.nextLine();
      if (next == null) {
        ended = true;
        return null;
      }
      following = next;
    }
    taken++;
    return following.endsWith("\n") ? following.substring(0, following.length() - 1) : following;
  }
}
