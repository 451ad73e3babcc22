package dev.cnilab.userland.shell.tree;

import java.util.List;
import java.util.Optional;

/** A command of the shell: simple, compound, or several joined by operators. */
public sealed interface Command {

  /** Assignments, words and redirections; any of them may be missing, but not all. */
  record Simple(
      int line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
      implements Command {}

  /** {@code NAME=word}, and in bash also {@code NAME[key]=word} and {@code NAME+=word}. */
  record Assignment(Word.Reference target, Mode mode, Word value) {}

  /** What happens to the previous value. */
  enum Mode {
    SET,
    APPEND
  }

  /** Commands joined by {@code |}. */
  record Pipeline(List<Command> stages) implements Command {}

  /** {@code ! command}. */
  record Not(Command command) implements Command {}

  /** {@code left && right}. */
  record And(Command left, Command right) implements Command {}

  /** {@code left || right}. */
  record Or(Command left, Command right) implements Command {}

  /** Commands in sequence. */
  record Sequence(List<Command> commands) implements Command {}

  /** {@code command &}. */
  record Background(Command command) implements Command {}

  /** {@code ( body )}. */
  record Subshell(Command body) implements Command {}

  /** A compound command with redirections of its own. */
  record Redirected(int line, Command body, List<Redirection> redirections) implements Command {}

  /** {@code if} and {@code elif}: the first branch whose condition succeeds. */
  record If(List<Branch> branches, Optional<Command> otherwise) implements Command {}

  /** One {@code if} or {@code elif}. */
  record Branch(Command condition, Command body) {}

  /** {@code while} or {@code until}. */
  record Loop(Condition kind, Command condition, Command body) implements Command {}

  /** The condition that keeps a {@link Loop} running. */
  enum Condition {
    WHILE,
    UNTIL
  }

  /** {@code for NAME in words}; without words, over the positional parameters. */
  record For(String variable, Optional<List<Word>> words, Command body) implements Command {}

  /** {@code case subject in ... esac}. */
  record Case(int line, Word subject, List<Choice> choices) implements Command {}

  /** {@code pattern | pattern) body ;;}. */
  record Choice(List<Word> patterns, Command body, Next next) {}

  /** What comes after the body of a {@link Choice}. */
  enum Next {
    /** {@code ;;}. */
    END,
    /** {@code ;&}: the next body. */
    BODY,
    /** {@code ;;&}: the next matching choice. */
    PATTERN
  }

  /** {@code [[ check ]]}. */
  record Conditional(int line, Check check) implements Command {}

  /** A condition of {@code [[}. */
  sealed interface Check {}

  /** {@code -f word}; a word alone is {@code -n}. */
  record Unary(String operator, Word operand) implements Check {}

  /** {@code left == right} and the like. */
  record Binary(Word left, String operator, Word right) implements Check {}

  /** {@code left && right}. */
  record Both(Check left, Check right) implements Check {}

  /** {@code left || right}. */
  record Either(Check left, Check right) implements Check {}

  /** {@code ! check}. */
  record Opposite(Check check) implements Check {}

  /** {@code (( expression ))}. */
  record Arithmetic(int line, Word expression) implements Command {}

  /** {@code for ((start; condition; step))}. */
  record ArithmeticFor(int line, Word start, Word condition, Word step, Command body)
      implements Command {}

  /** {@code time command}. */
  record Timed(Command command, TimeFormat format) implements Command {}

  /** The output format of {@code time}. */
  enum TimeFormat {
    BASH,
    POSIX
  }

  /** {@code name() body}. */
  record Function(String name, Command body) implements Command {}
}
