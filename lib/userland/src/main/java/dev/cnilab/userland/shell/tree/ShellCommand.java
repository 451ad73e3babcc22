package dev.cnilab.userland.shell.tree;

import java.util.List;
import java.util.Optional;

/** A command of the shell: simple, compound, or several joined by operators. */
public sealed interface ShellCommand {

  /** Assignments, words and redirections; any of them may be missing, but not all. */
  record Simple(
      int line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
      implements ShellCommand {}

  /** {@code NAME=word}, and in bash also {@code NAME[key]=word} and {@code NAME+=word}. */
  record Assignment(Word.Reference target, Mode mode, Word value) {}

  /** What happens to the previous value. */
  enum Mode {
    SET,
    APPEND
  }

  /** Commands joined by {@code |}. */
  record Pipeline(List<ShellCommand> stages) implements ShellCommand {}

  /** {@code ! command}. */
  record Not(ShellCommand command) implements ShellCommand {}

  /** {@code left && right}. */
  record And(ShellCommand left, ShellCommand right) implements ShellCommand {}

  /** {@code left || right}. */
  record Or(ShellCommand left, ShellCommand right) implements ShellCommand {}

  /** Commands in sequence. */
  record Sequence(List<ShellCommand> commands) implements ShellCommand {}

  /** {@code command &}. */
  record Background(ShellCommand command) implements ShellCommand {}

  /** {@code ( body )}. */
  record Subshell(ShellCommand body) implements ShellCommand {}

  /** A compound command with redirections of its own. */
  record Redirected(int line, ShellCommand body, List<Redirection> redirections)
      implements ShellCommand {}

  /** {@code if} and {@code elif}: the first branch whose condition succeeds. */
  record If(List<Branch> branches, Optional<ShellCommand> otherwise) implements ShellCommand {}

  /** One {@code if} or {@code elif}. */
  record Branch(ShellCommand condition, ShellCommand body) {}

  /** {@code while} or {@code until}. */
  record Loop(Condition kind, ShellCommand condition, ShellCommand body) implements ShellCommand {}

  /** The condition that keeps a {@link Loop} running. */
  enum Condition {
    WHILE,
    UNTIL
  }

  /** {@code for NAME in words}; without words, over the positional parameters. */
  record For(String variable, Optional<List<Word>> words, ShellCommand body)
      implements ShellCommand {}

  /** {@code case subject in ... esac}. */
  record Case(int line, Word subject, List<Choice> choices) implements ShellCommand {}

  /** {@code pattern | pattern) body ;;}. */
  record Choice(List<Word> patterns, ShellCommand body, Next next) {}

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
  record Conditional(int line, Check check) implements ShellCommand {}

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
  record Arithmetic(int line, Word expression) implements ShellCommand {}

  /** {@code for ((start; condition; step))}. */
  record ArithmeticFor(int line, Word start, Word condition, Word step, ShellCommand body)
      implements ShellCommand {}

  /** {@code time command}. */
  record Timed(ShellCommand command, TimeFormat format) implements ShellCommand {}

  /** The output format of {@code time}. */
  enum TimeFormat {
    BASH,
    POSIX
  }

  /** {@code name() body}. */
  record Function(String name, ShellCommand body) implements ShellCommand {}
}
