package dev.cnilab.cluster.kubelet.probe;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoText;
import java.util.ArrayList;
import java.util.List;

/** Runs a command in the container: it succeeds if the command does, and fails if that does. */
final class ExecProber implements Prober {
  /** The kubelet's {@code maxReadLength}. */
  private static final int MOST_READ = 10 * 1024;

  private final CriRuntime runtime;

  ExecProber(CriRuntime runtime) {
    this.runtime = runtime;
  }

  private static String beginning(String output) {
    return output.substring(0, Math.min(output.length(), MOST_READ));
  }

  @Override
  public Outcome probe(Pod pod, ContainerSpec container, String containerId, ProbeSpec spec) {
    List<String> command = new ArrayList<>();
    spec.action().at("/exec/command").forEach(word -> command.add(word.asText()));
    try {
      ExecSyncResult result = runtime.execSync(containerId, command, spec.timeout());
      return result.exitCode() == 0
          ? Outcome.SUCCESS
          : Outcome.failure(beginning(result.stdout() + result.stderr()));
    } catch (CriException failure) {
      return failure.code() == CriException.Code.DEADLINE_EXCEEDED
          ? Outcome.failure(
              "command timed out: %s timed out after %s"
                  .formatted(
                      GoText.quote(String.join(" ", command)), GoText.duration(spec.timeout())))
          : Outcome.unknown(String.valueOf(failure.getMessage()));
    }
  }
}
