package dev.cnilab.userland.net.system;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The options of sysctl(8). */
final class SysctlOptions {
  /** The keys of the two options that have no letter. */
  static final char DRY_RUN = '\1';

  static final char SYSTEM = '\2';

  private static final String LETTERS = "abeNnpfqwrAX";

  private SysctlOptions() {}

  /** Receives an option and its argument. */
  @FunctionalInterface
  interface Taker {
    void take(char option, String argument);
  }

  /** Passes each option to {@code taker}; returns the operands. */
  static List<String> parse(Process process, Taker taker) throws IOException {
    Options.Found found;
    try {
      found = Options.of(Invocation.ofDebian(process), LETTERS, "dry-run", "system").parse();
    } catch (ProgramException wrong) {
      process.err().println("sysctl: " + wrong.text());
      process.out().println(Usage.text("sysctl"));
      throw CommandFailure.of(0, "");
    }
    if (found.has("dry-run")) {
      taker.take(DRY_RUN, "");
    }
    boolean loads = found.has('p') || found.has('f');
    for (Map.Entry<Character, String> option : found.options()) {
      boolean file = "pf".indexOf(option.getKey()) >= 0;
      if (LETTERS.indexOf(option.getKey()) >= 0 && !(file && option.getValue().isEmpty())) {
        taker.take(option.getKey(), option.getValue());
      }
    }
    if (found.has("system")) {
      taker.take(SYSTEM, "");
    }
    if (loads && found.operands().isEmpty() && found.value('p').orElse("").isEmpty()) {
      taker.take('p', "");
    }
    found.operands().stream().filter(file -> loads).forEach(file -> taker.take('p', file));
    return loads ? List.of() : found.operands();
  }
}
