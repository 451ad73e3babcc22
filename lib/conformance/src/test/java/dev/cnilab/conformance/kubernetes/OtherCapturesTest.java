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
  void the_agreement_with_other_captures_does_not_fall_below_its_floor() throws Exception {
    assumeTrue(Files.isDirectory(OTHERS), "no captures beside the project");
    Replayed.agreesAtLeast(FLOOR, OTHERS);
  }
}
