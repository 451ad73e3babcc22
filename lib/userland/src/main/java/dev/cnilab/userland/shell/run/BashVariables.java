package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The variables that bash computes on access; bash(1), Shell Variables. */
record BashVariables(Interpreter shell) {
  /** The upper bound of {@code $RANDOM}, exclusive. */
  private static final int RANDOM = 32768;

  Optional<String> value(String name) {
    if (shell.state().dialect() == ShellDialect.ASH && name.equals("RANDOM")) {
      return Optional.of(random());
    } else if (shell.state().dialect() != ShellDialect.BASH) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (name) {
          case "RANDOM" -> random();
          case "SECONDS" ->
              String.valueOf(
                  Duration.between(shell.process().started(), shell.process().loop().now())
                      .toSeconds());
          case "EPOCHSECONDS" -> String.valueOf(shell.process().now().getEpochSecond());
          case "LINENO" -> String.valueOf(shell.line());
          case "BASHPID" -> String.valueOf(shell.process().pidInside());
          case "PIPESTATUS", "FUNCNAME" ->
              array(name).map(all -> all.elements().get("0")).orElse(null);
          default -> null;
        });
  }

  private String random() {
    return String.valueOf(shell.process().loop().random().nextInt(RANDOM));
  }

  Optional<ShellArray> array(String name) {
    ShellState state = shell.state();
    if (state.dialect() != ShellDialect.BASH) {
      return Optional.empty();
    }
    return switch (name) {
      case "PIPESTATUS" ->
          Optional.of(ShellArray.of(state.pipeStatus().stream().map(String::valueOf).toList()));
      case "FUNCNAME" -> {
        List<String> names = shell.calls().functions();
        yield names.isEmpty() ? Optional.empty() : Optional.of(ShellArray.of(names));
      }
      default -> Optional.empty();
    };
  }
}
