package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.Redirection;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses simple commands: assignments, words and redirections (POSIX, Shell 2.10.2). Only after its
 * name does one turn out to be the definition of a function.
 */
final class CommandWords {
  /** Commands of bash that have assignments among their arguments. */
  private static final Set<String> DECLARING =
      Set.of("declare", "typeset", "local", "export", "readonly");

  private final TokenStream tokens;
  private final Lexer lexer;
  private final FunctionDefinitions functions;

  CommandWords(TokenStream tokens, FunctionDefinitions functions) {
    this.tokens = tokens;
    this.lexer = tokens.lexer();
    this.functions = functions;
  }

  ShellCommand command() throws IOException {
    Token first = tokens.peek();
    List<ShellCommand.Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirection> redirections = new ArrayList<>();
    while (true) {
      expandAlias(words.isEmpty() || lexer.followsAlias());
      if (tokens.peek() instanceof WordToken word) {
        Optional<ShellCommand.Assignment> assignment =
            words.isEmpty() ? Assignments.parse(word.word(), lexer.grammar()) : Optional.empty();
        if (words.isEmpty()
            && word.isReserved()
            && assignments.isEmpty()
            && redirections.isEmpty()
            && !word.plain().equals("in")) {
          throw tokens.unexpected();
        }
        tokens.next();
        assignment.ifPresentOrElse(
            assignments::add, () -> words.addAll(argument(words, word.word())));
        if (words.size() == 1 && tokens.isOperator("(")) {
          return functions.afterName(word);
        }
      } else if (tokens.peek() instanceof RedirectionToken) {
        redirections.addAll(tokens.redirection());
      } else if (isInDoubleBrackets(words)
          && (tokens.isOperator("&&") || tokens.isOperator("||"))) {
        words.add(Word.of(tokens.isOperator("&&") ? "-a" : "-o"));
        tokens.next();
      } else {
        break;
      }
    }
    if (assignments.isEmpty() && words.isEmpty() && redirections.isEmpty()) {
      throw tokens.unexpected();
    }
    return new ShellCommand.Simple(first.line(), assignments, words, redirections);
  }

  /** A further word of a command: for some commands, an assignment. */
  private List<Word> argument(List<Word> before, Word word) {
    boolean declares =
        lexer.grammar() == Grammar.BASH
            && !before.isEmpty()
            && DECLARING.contains(before.getFirst().plain());
    Optional<ShellCommand.Assignment> assignment =
        declares ? Assignments.parse(word, lexer.grammar()) : Optional.empty();
    return assignment
        .map(each -> List.of(new Word(List.<Word.Part>of(new Word.Declared(each)))))
        .orElseGet(() -> lexer.expandBraces(word));
  }

  /** Whether it is inside busybox's {@code [[}, where {@code &&} and {@code ||} join conditions. */
  private boolean isInDoubleBrackets(List<Word> words) {
    return lexer.grammar() == Grammar.BUSYBOX
        && !words.isEmpty()
        && words.getFirst().equals(Word.of("[["))
        && !words.getLast().equals(Word.of("]]"));
  }

  /** Expands an alias, and further aliases at the start of its text. */
  private void expandAlias(boolean allowed) throws IOException {
    boolean expanded = allowed;
    while (expanded) {
      expanded = tokens.peek() instanceof WordToken name && lexer.expandAlias(name.plain());
    }
  }
}
