package dev.cnilab.conformance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The captures to replay: the project's own unless a path is given. */
final class Captures {
  /** Set by {@code ./lab}: the folder with the project's own captures, one folder for each kind. */
  private static final String OWN = "CNILAB_CAPTURES";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec command;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATH",
      description = "The captures, a directory or a file. Default: those of the project.")
  private @Nullable Path path;

  /**
   * The folder of the captures.
   *
   * @param kind the name of their folder among the project's own
   * @throws ParameterException if it does not exist
   */
  Path of(String kind) {
    Path chosen = path != null ? path : own(kind);
    if (!Files.exists(chosen)) {
      throw new ParameterException(
          command.commandLine(),
          "There are no captures at "
              + chosen
              + ". Give the path of a directory with captures of the kind "
              + kind
              + ".");
    }
    return chosen;
  }

  private Path own(String kind) {
    String folder = System.getenv(OWN);
    if (folder == null) {
      throw new ParameterException(
          command.commandLine(),
          OWN + " is not set, so the project's own captures cannot be found. Give a PATH.");
    }
    return Path.of(folder, kind);
  }
}
