package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Captures replayed with this machine's kubectl. */
final class Replayed {
  /** The minor version of the kubectl with which the captures were taken. */
  private static final int CAPTURED = 37;

  private static final Pattern MINOR = Pattern.compile("\"minor\": *\"(\\d+)");

  private Replayed() {}

  /**
   * How many commands and waits agree at least; it may only rise.
   *
   * @param withCaptured with a kubectl of the captured version
   * @param withOlder with an older one, which prints other words
   */
  record Floor(int withCaptured, int withOlder) {
    int here() throws IOException {
      return minorOfKubectl() >= CAPTURED ? withCaptured : withOlder;
    }
  }

  /** Fails if fewer commands and waits agree than ever before; skipped if kubectl is missing. */
  static void agreesAtLeast(Floor floor, Path captures) throws Exception {
    assumeTrue(kubectlIsInstalled(), "no kubectl");
    List<String> report = new ArrayList<>();

    KubernetesConformance run = KubernetesConformance.replay(captures, report::add);

    assertThat(run.agreeing()).as(String.join("\n", report)).isGreaterThanOrEqualTo(floor.here());
  }

  private static int minorOfKubectl() throws IOException {
    Process kubectl = new ProcessBuilder("kubectl", "version", "--client", "--output=json").start();
    String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return MINOR
        .matcher(said)
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new IOException("kubectl names no version: " + said));
  }

  private static boolean kubectlIsInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
