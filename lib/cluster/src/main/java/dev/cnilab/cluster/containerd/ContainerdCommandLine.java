package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.config.ContainerdConfigFile;
import dev.cnilab.cluster.goflag.GoFlagSet;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.FlagException;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.util.Optional;

/**
 * containerd's command line.
 *
 * @param config the path of its file
 */
record ContainerdCommandLine(String config) {
  private static final int NO_SUCH_TOPIC = 3;
  private static final Flags FLAGS =
      Flags.of(
          Flag.text("config", "c"),
          Flag.text("log-level", "l").refused(),
          Flag.text("address", "a").refused(),
          Flag.text("root").refused(),
          Flag.text("state").refused(),
          Flag.bool("version", "v"));

  /** Parses it; empty if the process has printed something and exited. */
  static Optional<ContainerdCommandLine> read(Process process) {
    GoFlagSet.Given given;
    try {
      given = FLAGS.parse(process.arguments().subList(1, process.arguments().size()));
    } catch (FlagException wrong) {
      process.out().print(help());
      process.err().println("Incorrect Usage: " + wrong.text() + "\n\ncontainerd: " + wrong.text());
      process.end(1);
      return Optional.empty();
    }
    String word = given.operands().isEmpty() ? "" : given.operands().getFirst();
    if (Flags.askForHelp(given) || word.matches("h|help")) {
      process.out().print(help());
      process.end(0);
    } else if (given.has("version")) {
      process
          .out()
          .println("containerd github.com/containerd/containerd/v2 " + Containerd.VERSION + " ");
      process.end(0);
    } else if (word.matches("config|publish|oci-hook")) {
      process.err().println("containerd: command " + word + " is not available on this machine");
      process.end(1);
    } else if (!word.isEmpty()) {
      process.err().println("No help topic for '" + word + "'");
      process.end(NO_SUCH_TOPIC);
    } else {
      return Optional.of(
          new ContainerdCommandLine(given.optional("config").orElse(ContainerdConfigFile.PATH)));
    }
    return Optional.empty();
  }

  private static String help() {
    return "NAME:\n   containerd - high performance container runtime\n\nUSAGE:\n"
        + "   containerd [global options]\n\nVERSION:\n   "
        + Containerd.VERSION
        + "\n\nGLOBAL OPTIONS:\n"
        + FLAGS.help();
  }
}
