package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Captures that were recorded twice on real clusters: the comparison is no stricter than reality.
 */
class TakenTwiceTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("cnilab.shared", "../shared"), "reference");

  private final Transcripts first = new Transcripts(REFERENCE.resolve("real"));
  private final Transcripts again = new Transcripts(REFERENCE.resolve("real-again"));
  private final TwoTranscripts steps = new TwoTranscripts(ClusterHistory.NEW);

  @Test
  void a_real_cluster_agrees_with_itself_in_95_percent_of_commands() throws IOException {
    assumeThat(again.folder()).as("captures taken twice (-Dcnilab.shared=DIR)").isDirectory();
    List<ComparisonOutcome> outcomes = new ArrayList<>();
    for (Path file : again.files()) {
      ClusterHistory past = Transcripts.past(file);
      TwoTranscripts clusters = past == ClusterHistory.NEW ? steps : new TwoTranscripts(past);
      outcomes.addAll(clusters.outcomes(first.read(file), again.read(file)));
    }

    List<ComparisonOutcome> different =
        outcomes.stream().filter(outcome -> !outcome.alike()).toList();
    assertThat(different.size() * 20)
        .as("%s of %s differ: %s", different.size(), outcomes.size(), different)
        .isLessThanOrEqualTo(outcomes.size());
  }
}
