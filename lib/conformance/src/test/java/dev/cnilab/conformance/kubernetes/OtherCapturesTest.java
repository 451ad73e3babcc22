package dev.cnilab.conformance.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Captures of a real cluster that lie beside the project, if there are any. */
class OtherCapturesTest {
  private static final Path OTHERS =
      Path.of(System.getProperty("cnilab.shared", "../shared"), "reference", "real");

  private static final Replayed.Floor FLOOR = new Replayed.Floor(938, 920);

  @Test
  void as_many_commands_answer_as_on_the_real_cluster_as_ever() throws Exception {
    assumeTrue(Files.isDirectory(OTHERS), "no captures beside the project");
    Replayed.agreesAtLeast(FLOOR, OTHERS);
  }
}
