package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.Pathnames;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.syntax.Grammar;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What expansions see of the shell. */
record ShellSurroundings(Interpreter shell) implements Expander.Surroundings {
  /** The number of copies of a value in the heap during expansion. */
  private static final int WHILE_EXPANDING = 8;

  /** The number of characters expanded in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  @Override
  public Optional<String> special(String name) {
    ShellState state = shell.state();
    return switch (name) {
      case "?" -> Optional.of(String.valueOf(state.lastStatus()));
      case "$" -> Optional.of(String.valueOf(state.pid()));
      case "#" -> Optional.of(String.valueOf(state.positional().size()));
      case "!" -> Optional.of(state.lastBackground()).filter(pid -> !pid.isEmpty());
      case "-" -> Optional.of(letters(state));
      case "0" -> Optional.of(state.name());
      default ->
          Character.isDigit(name.charAt(0))
              ? positional(state.positional(), name)
              : new BashVariables(shell).value(name);
    };
  }

  private static String letters(ShellState state) {
    return state.options().stream()
        .filter(ShellOption::hasLetter)
        .map(option -> String.valueOf(option.letter()))
        .collect(Collectors.joining());
  }

  private static Optional<String> positional(List<String> all, String number) {
    int index = number.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number);
    return index <= all.size() && index > 0 ? Optional.of(all.get(index - 1)) : Optional.empty();
  }

  @Override
  public List<String> positional() {
    return shell.state().positional();
  }

  @Override
  public String output(ShellCommand command) throws IOException {
    return shell.subshells().output(command);
  }

  @Override
  public Optional<Pathnames> pathnames() {
    Process process = shell.process();
    return shell.state().options().contains(ShellOption.NOGLOB)
        ? Optional.empty()
        : Optional.of(new Pathnames(process.files(), process.workingDirectory().path(), process));
  }

  @Override
  public void expand(int characters) {
    shell.process().work(1 + characters / CHARACTERS_A_UNIT);
    long bytes = (long) WHILE_EXPANDING * characters;
    shell.process().hold(bytes);
    shell.process().hold(-bytes);
  }

  @Override
  public CharSequence searched(String text) {
    return new PreemptibleText(text, shell.process());
  }

  @Override
  public String fileOf(ShellCommand script, Word.Direction direction) throws IOException {
    return shell.subshells().fileOf(script, direction);
  }

  @Override
  public Optional<ShellArray> array(String name) {
    return new BashVariables(shell).array(name);
  }

  @Override
  public Grammar grammar() {
    return shell.state().dialect().grammar();
  }

  @Override
  public boolean requiresSet() {
    return shell.state().options().contains(ShellOption.NOUNSET);
  }
}
