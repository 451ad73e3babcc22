package dev.cnilab.userland.shell.tree;

import java.util.List;
import java.util.Optional;

/** A command of the shell: simple, compound, or several joined by operators. */
public sealed interface Command {

  /** Assignments, words and redirections; any of them may be missing, but not all. */
  record Simple(
      int line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
      implements Command {}

  /** {@code NAME=word}. */
  record Assignment(String name, Word value) {}

  /** Commands joined by {@code |}. */
  record Pipeline(List<Command> stages) implements Command {}

  /** {@code ! command}. */
  record Not(Command command) implements Command {}

  /** {@code left && right}. */
  record And(Command left, Command right) implements Command {}

  /** {@code left || right}. */
  record Or(Command left, Command right) implements Command {}

  /** Commands one after the other. */
  record Sequence(List<Command> commands) implements Command {}

  /** {@code command &}. */
  record Background(Command command) implements Command {}

  /** {@code ( body )}. */
  record Subshell(Command body) implements Command {}

  /** A compound command with redirections of its own. */
  record Redirected(int line, Command body, List<Redirection> redirections) implements Command {}

  /** {@code if} and {@code elif}: the first branch whose condition holds. */
  record If(List<Branch> branches, Optional<Command> otherwise) implements Command {}

  /** One {@code if} or {@code elif}. */
  record Branch(Command condition, Command body) {}

  /** {@code while} or {@code until}. */
  record Loop(Condition kind, Command condition, Command body) implements Command {}

  /** What keeps a {@link Loop} going. */
  enum Condition {
    WHILE,
    UNTIL
  }

  /** {@code for NAME in words}; without words, over the positional parameters. */
  record For(String variable, Optional<List<Word>> words, Command body) implements Command {}

  /** {@code case subject in ... esac}. */
  record Case(int line, Word subject, List<Choice> choices) implements Command {}

  /** {@code pattern | pattern) body ;;}. */
  record Choice(List<Word> patterns, Command body) {}

  /** {@code name() body}. */
  record Function(String name, Command body) implements Command {}
}
