package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import java.util.Set;

/** A token of the shell's grammar. */
sealed interface Token {
  int line();

  /** Its name in a syntax error. */
  String description();

  /** Its name in bash's syntax errors. */
  String text();

  /**
   * A word.
   *
   * @param plain its text if no part is quoted or expanded, otherwise ""
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

  /** A redirection operator with its file descriptor, -1 if none was given. */
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

  /** A newline. */
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
