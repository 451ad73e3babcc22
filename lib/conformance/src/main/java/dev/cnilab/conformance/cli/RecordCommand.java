package dev.cnilab.conformance.cli;

import dev.cnilab.conformance.kubernetes.recorder.ClusterAccess;
import dev.cnilab.conformance.kubernetes.recorder.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Captures of a real cluster, recorded again. */
@Command(
    name = "record",
    description = {
      "Types scripts at a cluster and writes what came of it, as \"kubernetes\" replays it.",
      "The scripts break the cluster's pod network and fix it again: only for one that is there"
          + " to",
      "be thrown away. Needs bash, and a kubectl on the PATH."
    })
final class RecordCommand implements Callable<Integer> {
  /** Set by {@code ./lab}: its own path. */
  private static final String LAB = "CNILAB_LAB";

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      required = true,
      paramLabel = "FILE",
      description = "Of the cluster, which has a control plane and another node.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path kubeconfig;

  @Option(
      names = "--may-break",
      required = true,
      paramLabel = "CONTEXT",
      description = "Its name, as kubectl config current-context says it: this one may be broken.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String context;

  @Option(
      names = "--node-shell",
      paramLabel = "PROGRAM",
      description =
          "What reaches a node, given its name and a command, like ssh. Default: ./lab node, which"
              + " needs a pod on the node and so does not work while no kubelet or containerd runs"
              + " there.")
  private @Nullable String nodeShell;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where the captures are written. Default: beside their scripts.")
  private @Nullable Path into;

  @Parameters(arity = "1..*", paramLabel = "SCRIPT", description = "Files NAME.script.")
  private List<Path> scripts = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Recorder recorder = Recorder.of(way())) {
      for (Path script : scripts) {
        Path capture = capture(script);
        spec.commandLine().getOut().println(capture);
        recorder.record(script, capture, spec.commandLine().getErr()::println);
      }
    }
    return 0;
  }

  private ClusterAccess way() {
    String lab = System.getenv(LAB);
    if (nodeShell != null) {
      return ClusterAccess.by(kubeconfig, context, nodeShell);
    }
    if (lab == null) {
      throw new ParameterException(
          spec.commandLine(), LAB + " is not set, so ./lab node is not found. Give --node-shell.");
    }
    return ClusterAccess.ofTheLab(kubeconfig, context, Path.of(lab));
  }

  private Path capture(Path script) {
    String name = script.toAbsolutePath().getFileName().toString();
    if (!name.endsWith(".script")) {
      throw new ParameterException(spec.commandLine(), script + " is not called NAME.script");
    }
    return (into == null ? script.toAbsolutePath().resolveSibling(name) : into.resolve(name))
        .resolveSibling(name.replaceFirst("script$", "txt"));
  }
}
