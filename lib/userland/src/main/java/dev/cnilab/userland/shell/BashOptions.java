package dev.cnilab.userland.shell;

import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.process.Process;
import java.util.List;

/** bash's own handling of options, where it differs from dash's. */
final class BashOptions {
  private BashOptions() {}

  /**
   * Handles {@code --version} or {@code --help} as the first argument; true if it was one of them.
   */
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

  /** Reports the first invalid option; returns the exit status. */
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
