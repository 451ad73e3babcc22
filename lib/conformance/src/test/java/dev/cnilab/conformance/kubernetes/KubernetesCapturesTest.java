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

/** The captures of a real cluster: the project's own, and others where they are at hand. */
class KubernetesCapturesTest {
  private static final Path OWN = Path.of("captures", "kubernetes");

  private static final Path OTHERS =
      Path.of(System.getProperty("cnilab.shared", "../shared"), "reference", "real");

  /** How many commands and waits agree; these may only rise. */
  private static final int FLOOR_OF_OWN = 1000;

  private static final int FLOOR = 890;

  @Test
  void as_many_commands_of_our_own_scripts_answer_as_on_the_real_cluster_as_ever()
      throws Exception {
    replay(OWN, FLOOR_OF_OWN);
  }

  @Test
  void as_many_commands_answer_as_on_the_real_cluster_as_ever() throws Exception {
    assumeTrue(Files.isDirectory(OTHERS), "no captures beside the project");
    replay(OTHERS, FLOOR);
  }

  private static void replay(Path captures, int floor) throws Exception {
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
