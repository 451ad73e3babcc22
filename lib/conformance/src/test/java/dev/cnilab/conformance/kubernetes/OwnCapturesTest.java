package dev.cnilab.conformance.kubernetes;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The project's own captures of a real cluster. */
class OwnCapturesTest {
  private static final Path OWN = Path.of("captures", "kubernetes");

  /** How many commands and waits agree; it may only rise. */
  private static final int FLOOR = 2340;

  @Test
  void as_many_commands_answer_as_on_the_real_cluster_as_ever() throws Exception {
    Replayed.agreesAtLeast(FLOOR, OWN);
  }
}
