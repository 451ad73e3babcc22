package dev.cnilab.conformance.cli;

import dev.cnilab.conformance.linux.LinuxConformance;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scripts that were run on a real Linux, replayed on a simulated one. */
@Command(
    name = "linux",
    description = "Types the scripts of a real Linux again and compares what is printed.")
final class LinuxCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Mixin private Captures captures = new Captures();

  @Parameters(
      index = "1..*",
      paramLabel = "SCRIPT",
      description = "Only these, with or without .script.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    LinuxConformance run =
        LinuxConformance.replay(captures.of("linux"), names, spec.commandLine().getOut()::println);
    return run.differing().isEmpty() ? 0 : 1;
  }
}
