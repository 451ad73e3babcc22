package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.Newline;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the compound commands of the grammar, starting at their first token. */
final class CompoundCommands {
  private final TokenStream tokens;
  private final Lists lists;

  /** Parses the command lists within other commands. */
  interface Lists {
    /** A possibly empty list. */
    ShellCommand any() throws IOException;

    /** A non-empty list. */
    ShellCommand some() throws IOException;
  }

  CompoundCommands(TokenStream tokens, Lists lists) {
    this.tokens = tokens;
    this.lists = lists;
  }

  ShellCommand subshell() throws IOException {
    tokens.next();
    ShellCommand body = lists.some();
    tokens.expectOperator(")");
    return new ShellCommand.Subshell(body);
  }

  ShellCommand group() throws IOException {
    tokens.next();
    ShellCommand body = lists.some();
    tokens.expectWord("}");
    return body;
  }

  ShellCommand ifCommand() throws IOException {
    List<ShellCommand.Branch> branches = new ArrayList<>();
    do {
      tokens.next();
      ShellCommand condition = lists.some();
      tokens.expectWord("then");
      branches.add(new ShellCommand.Branch(condition, lists.some()));
    } while (tokens.isReserved("elif"));
    Optional<ShellCommand> otherwise = Optional.empty();
    if (tokens.isReserved("else")) {
      tokens.next();
      otherwise = Optional.of(lists.some());
    }
    tokens.expectWord("fi");
    return new ShellCommand.If(branches, otherwise);
  }

  ShellCommand loop(ShellCommand.Condition kind) throws IOException {
    tokens.next();
    ShellCommand condition = lists.some();
    return new ShellCommand.Loop(kind, condition, doGroup());
  }

  private ShellCommand doGroup() throws IOException {
    tokens.expectWord("do");
    ShellCommand body = lists.some();
    tokens.expectWord("done");
    return body;
  }

  ShellCommand forCommand() throws IOException {
    int line = tokens.next().line();
    if (tokens.lexer().isExpression()) {
      return arithmeticFor(line);
    }
    if (!(tokens.peek() instanceof WordToken name) || !TokenStream.isName(name.plain())) {
      throw new ShellSyntaxException(
          tokens.peek().line(),
          "Bad for loop variable",
          tokens.peek() instanceof WordToken bad
              ? "`" + bad.plain() + "': not a valid identifier"
              : "syntax error near unexpected token `" + tokens.peek().text() + "'");
    }
    tokens.next();
    Optional<List<Word>> words = Optional.empty();
    tokens.skipNewlines();
    if (tokens.isReserved("in")) {
      tokens.next();
      words = Optional.of(tokens.words());
      if (!(tokens.peek() instanceof Newline) && !tokens.isOperator(";")) {
        throw tokens.unexpected();
      }
      tokens.next();
    } else if (tokens.isOperator(";")) {
      tokens.next();
    }
    tokens.skipNewlines();
    return new ShellCommand.For(name.plain(), words, doGroup());
  }

  private ShellCommand arithmeticFor(int line) throws IOException {
    Lexer lexer = tokens.lexer();
    lexer.openExpression();
    Word start = lexer.expression(';');
    Word condition = lexer.expression(';');
    Word step = lexer.expression(')');
    lexer.closeExpression();
    if (tokens.isOperator(";")) {
      tokens.next();
    }
    tokens.skipNewlines();
    return new ShellCommand.ArithmeticFor(line, start, condition, step, doGroup());
  }

  /** {@code (( expression ))}. */
  ShellCommand arithmetic() throws IOException {
    int line = tokens.line();
    tokens.lexer().openExpression();
    Word expression = tokens.lexer().expression(')');
    tokens.lexer().closeExpression();
    return new ShellCommand.Arithmetic(line, expression);
  }

  ShellCommand caseCommand() throws IOException {
    int line = tokens.next().line();
    Word subject = tokens.expectAnyWord();
    tokens.skipNewlines();
    tokens.expectWord("in");
    tokens.skipNewlines();
    List<ShellCommand.Choice> choices = new ArrayList<>();
    while (!tokens.isReserved("esac")) {
      choices.add(choice());
      tokens.skipNewlines();
    }
    tokens.next();
    return new ShellCommand.Case(line, subject, choices);
  }

  private ShellCommand.Choice choice() throws IOException {
    if (tokens.isOperator("(")) {
      tokens.next();
    }
    List<Word> patterns = new ArrayList<>();
    while (true) {
      if (!(tokens.peek() instanceof WordToken pattern)) {
        throw tokens.expecting(")");
      }
      tokens.next();
      patterns.add(pattern.word());
      if (!tokens.isOperator("|")) {
        break;
      }
      tokens.next();
    }
    tokens.expectOperator(")");
    ShellCommand body = lists.any();
    return new ShellCommand.Choice(patterns, body, afterChoice());
  }

  private ShellCommand.Next afterChoice() throws IOException {
    for (ShellCommand.Next next : ShellCommand.Next.values()) {
      String operator =
          switch (next) {
            case END -> ";;";
            case BODY -> ";&";
            case PATTERN -> ";;&";
          };
      if (tokens.isOperator(operator)) {
        tokens.next();
        return next;
      }
    }
    if (!tokens.isReserved("esac")) {
      throw tokens.expecting(";;");
    }
    return ShellCommand.Next.END;
  }
}
