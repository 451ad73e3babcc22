package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Captures replayed with this machine's kubectl. */
final class Replayed {

  private Replayed() {}

  /** Fails if fewer commands and waits agree than ever before; skipped if kubectl is missing. */
  static void agreesAtLeast(int floor, Path captures) throws Exception {
    assumeTrue(kubectlIsInstalled(), "no kubectl");
    List<String> report = new ArrayList<>();

    KubernetesConformance run = KubernetesConformance.replay(captures, report::add);

    assertThat(run.agreeing()).as(String.join("\n", report)).isGreaterThanOrEqualTo(floor);
  }

  private static boolean kubectlIsInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
