package dev.cnilab.lab.course;

import dev.cnilab.lab.error.LabException;
import java.util.List;
import java.util.function.Supplier;

/**
 * A condition that a step expects of the cluster.
 *
 * @param name the expectation, as a sentence without a full stop
 * @param look looks at the cluster
 * @param hints from vague to exact, if it is not met
 */
public record Expectation(String name, Supplier<Finding> look, List<String> hints) {

  public Expectation {
    hints = List.copyOf(hints);
    if (hints.size() != 3) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + hints.size() + " hints; give three, from vague to exact");
    }
  }

  /** Looks now; a failure to look is a finding too. */
  Finding now() {
    try {
      return look.get();
    } catch (LabException e) {
      String[] said = String.valueOf(e.getMessage()).split("\n", 2);
      return Finding.missed(said[0], said.length > 1 ? said[1] : said[0]);
    }
  }
}
