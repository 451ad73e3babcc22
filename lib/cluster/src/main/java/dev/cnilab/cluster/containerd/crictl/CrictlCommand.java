package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;

/**
 * A command of crictl.
 *
 * @param names the first is the usual one
 * @param purpose one line about it
 * @param operands the name of the operands in its help
 */
public record CrictlCommand(
    List<String> names, String purpose, String operands, Flags flags, Action action) {

  /** What it does. */
  @FunctionalInterface
  interface Action {
    /**
     * Runs it.
     *
     * @return whether the operands were valid; if not, the command's help is shown
     */
    boolean run(Process process, Given given) throws IOException;
  }

  static CrictlCommand of(
      String names, String purpose, String operands, Flags flags, Action action) {
    return new CrictlCommand(List.of(names.split(" ")), purpose, operands, flags, action);
  }

  String name() {
    return names.getFirst();
  }

  String help() {
    return "NAME:\n   crictl %s - %s\n\nUSAGE:\n   crictl %s [command options]%s\n\nOPTIONS:\n%s"
        .formatted(name(), purpose, name(), operands.isEmpty() ? "" : " " + operands, flags.help());
  }
}
