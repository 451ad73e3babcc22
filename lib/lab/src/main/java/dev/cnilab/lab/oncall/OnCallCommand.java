package dev.cnilab.lab.oncall;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.problem.LabException;
import java.util.List;

/** {@code ./lab oncall --list | --verify [FAULT…] [--cni NAME] [--seed N]}. */
public final class OnCallCommand {

  private OnCallCommand() {}

  /** Ends with 0, 1 if something does not hold or could not be done. */
  public static void main(String[] arguments) {
    try {
      System.exit(run(Wanted.of(List.of(arguments))) ? 0 : 1);
    } catch (LabException e) {
      System.err.println("lab: " + e.getMessage());
      System.exit(1);
    }
  }

  private static boolean run(Wanted wanted) {
    return switch (wanted.task()) {
      case LIST -> {
        Catalogue.names()
            .forEach(
                name ->
                    System.out.printf(
                        "%-28s %s%n", name, String.join(" ", Catalogue.plugins(name))));
        yield true;
      }
      case VERIFY -> {
        try (Cluster home = Cluster.fromEnvironment()) {
          yield new VerifyCommand(home, System.out).run(wanted);
        }
      }
    };
  }
}
