package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The captures of a real cluster, where they are at hand. */
class KubernetesCapturesTest {
  private static final Path CAPTURES =
      Path.of(System.getProperty("cnilab.shared", "../shared"), "reference", "real");

  /** How many commands and waits agree; it may only rise. */
  private static final int FLOOR = 830;

  @Test
  void as_many_commands_answer_as_on_the_real_cluster_as_ever() throws Exception {
    assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the project");
    assumeTrue(kubectlIsInstalled(), "no kubectl");
    List<String> report = new ArrayList<>();

    KubernetesConformance run = KubernetesConformance.replay(CAPTURES, report::add);

    assertThat(run.agreeing()).as(String.join("\n", report)).isGreaterThanOrEqualTo(FLOOR);
  }

  private static boolean kubectlIsInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
