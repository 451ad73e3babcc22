package dev.cnilab.cluster.controlplane.component;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.pflag.FlagSet;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command line of a component of the control plane. */
public final class ComponentFlags {
  private ComponentFlags() {}

  /**
   * Reads it; if it is wrong, ends the process like the real one, with its message and status 1.
   *
   * @param component its name, for which {@code component.flags.txt} lists all flags
   * @return empty if the process has ended
   */
  public static Optional<Given> read(Process process, String component) {
    try {
      Given given =
          FlagSet.read("/dev/cnilab/cluster/controlplane/" + component + ".flags.txt")
              .parse(process.arguments().subList(1, process.arguments().size()));
      if (!given.operands().isEmpty()) {
        throw new IOException(
            "%s does not take any arguments, got [%s]"
                .formatted(
                    GoText.quote(component),
                    given.operands().stream().map(GoText::quote).collect(Collectors.joining(" "))));
      }
      return Optional.of(given);
    } catch (IOException wrong) {
      process.err().println("Error: " + wrong.getMessage());
      process.end(1);
      return Optional.empty();
    }
  }
}
