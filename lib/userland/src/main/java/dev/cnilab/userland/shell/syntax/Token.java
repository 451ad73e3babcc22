package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import java.util.Set;

/** A token of the shell's grammar. */
sealed interface Token {
  int line();

  /** How a syntax error calls it. */
  String description();

  /** How bash calls it there. */
  String text();

  /**
   * A word.
   *
   * @param plain its text if nothing in it is quoted or expanded, else ""
   */
  record WordToken(int line, Word word, String plain) implements Token {
    private static final Set<String> RESERVED =
        Set.of(
            "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "then",
            "until", "while");

    @Override
    public String description() {
      return RESERVED.contains(plain) ? "\"" + plain + "\"" : "word";
    }

    @Override
    public String text() {
      return plain;
    }

    boolean isReserved() {
      return RESERVED.contains(plain);
    }
  }

  /** A control operator, or the start of a redirection. */
  record Operator(int line, String text) implements Token {
    @Override
    public String description() {
      return "\"" + text + "\"";
    }
  }

  /** A redirection operator with the descriptor it is about, -1 if none is written. */
  record RedirectionToken(int line, int descriptor, String operator) implements Token {
    @Override
    public String text() {
      return operator;
    }

    @Override
    public String description() {
      return "redirection";
    }
  }

  /** The end of a line. */
  record Newline(int line) implements Token {
    @Override
    public String text() {
      return "newline";
    }

    @Override
    public String description() {
      return "newline";
    }
  }

  /** The end of the script. */
  record End(int line) implements Token {
    @Override
    public String text() {
      return "";
    }

    @Override
    public String description() {
      return "end of file";
    }
  }
}
