package dev.cnilab.conformance.kubernetes;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The project's own captures of a real cluster. */
class OwnCapturesTest {
  private static final Path OWN = Path.of("captures", "kubernetes");

  /** 2,980 and 2,847 of 3,097 agreed when it was last set; a loaded machine loses a few. */
  private static final Replayed.Floor FLOOR = new Replayed.Floor(2955, 2820);

  @Test
  void the_agreement_with_own_captures_does_not_fall_below_its_floor() throws Exception {
    Replayed.agreesAtLeast(FLOOR, OWN);
  }
}
