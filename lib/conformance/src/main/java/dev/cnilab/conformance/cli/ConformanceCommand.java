package dev.cnilab.conformance.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command {@code ./lab conformance} with a subcommand for each kind of capture. */
@Command(
    name = "./lab conformance",
    description =
        "Replays captures of the real thing and says how many agree, or takes them again.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LinuxCommand.class,
      KubernetesCommand.class,
      NetpolCommand.class,
      RecordCommand.class
    })
public final class ConformanceCommand {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this.")
  private boolean help;

  private ConformanceCommand() {}

  /**
   * Exits with status 0 if everything agrees, 1 if something differs, 2 for a wrong command line or
   * for unreadable captures.
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ConformanceCommand())
            .setExecutionExceptionHandler(ConformanceCommand::explain)
            .execute(arguments));
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(failure instanceof IllegalArgumentException)) {
      throw failure;
    }
    command.getErr().println(failure.getMessage());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
