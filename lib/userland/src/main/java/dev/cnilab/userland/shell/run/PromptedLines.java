package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines typed in an interactive shell, each after a prompt. */
final class PromptedLines implements ScriptSource {
  private final Process process;
  private final Variables variables;
  private final Scripts.Console console;
  private boolean continues;

  PromptedLines(Process process, Variables variables, Scripts.Console console) {
    this.process = process;
    this.variables = variables;
    this.console = console;
  }

  /** Declares that the next line begins a command. */
  void beginCommand() {
    continues = false;
  }

  @Override
  public @Nullable String nextLine() throws IOException {
    String prompt = variables.get(continues ? "PS2" : "PS1").orElse("");
    String line = console.readLine(shown(prompt));
    continues |= line != null && !line.isBlank();
    return line;
  }

  /** Replaces the prompt escapes of busybox and bash for directory, host and user. */
  private String shown(String prompt) {
    return prompt
        .replace("\\w", process.workingDirectory().path())
        .replace("\\h", process.hostname())
        .replace("\\u", process.user() == 0 ? "root" : "" + process.user())
        .replace("\\$", process.user() == 0 ? "#" : "$");
  }
}
