package dev.cnilab.userland.shell;

import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.process.Process;
import java.util.List;

/** What bash says of options where dash says otherwise. */
final class BashOptions {
  private BashOptions() {}

  /** Answers {@code --version} or {@code --help}, if the first argument is one of them. */
  static boolean answered(Process process) {
    List<String> words = process.arguments();
    String first = words.size() > 1 ? words.get(1) : "";
    switch (first) {
      case "--version" -> process.out().println(Manual.of("bash").version());
      case "--help" -> process.out().println(Manual.of("bash").hint().strip());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Complains of the first option; returns the exit status. */
  static int refuse(Process process, String name) {
    String option =
        process.arguments().stream()
            .skip(1)
            .filter(word -> word.matches("[-+].+"))
            .findFirst()
            .orElse("");
    process.err().println(name + ": " + option + ": invalid option" + Manual.of("bash").hint());
    return Manual.of("bash").mistake();
  }
}
