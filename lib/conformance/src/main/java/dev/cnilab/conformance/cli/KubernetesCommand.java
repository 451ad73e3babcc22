package dev.cnilab.conformance.cli;

import dev.cnilab.conformance.kubernetes.KubernetesConformance;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Transcripts of a real cluster, replayed on an embedded one. */
@Command(
    name = "kubernetes",
    description = {
      "Types the transcripts of a real cluster again at an embedded one and compares the answers.",
      "Needs bash, and a kubectl on the PATH."
    })
final class KubernetesCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Mixin private Captures captures = new Captures();

  @Override
  public Integer call() throws IOException, InterruptedException {
    KubernetesConformance run =
        KubernetesConformance.replay(
            captures.of("kubernetes"), spec.commandLine().getOut()::println);
    return run.agreeing() + run.explained() == run.all() ? 0 : 1;
  }
}
