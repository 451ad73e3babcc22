package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
  private static final Path OWN = Path.of("captures", "kubernetes");
  private static final Path SHARED =
      Path.of(System.getProperty("cnilab.shared", "../shared"), "reference", "real");

  @Test
  void an_exception_covers_only_its_number_of_commands() {
    Exceptions exceptions =
        new Exceptions(List.of(Exceptions.Known.parse("t\t$ kubectl get pods\t2\tchance")));
    ComparisonOutcome differs =
        new ComparisonOutcome("$ kubectl get pods", false, List.of("a"), List.of());
    ComparisonOutcome longer =
        new ComparisonOutcome("$ kubectl get pods -o wide", false, List.of("b"), List.of());

    TranscriptReport report =
        new TranscriptReport("t", List.of(differs, longer, differs, differs), exceptions);

    assertThat(report.explained()).isEqualTo(2);
    assertThat(report.differences()).contains("  - b", "  - a");
    assertThat(report.differences()).filteredOn("  (chance)"::equals).hasSize(2);
    assertThat(report.summary()).contains("0 of   4", "2 differ for a known reason");
  }

  @Test
  void an_exception_without_a_count_or_a_reason_is_rejected() {
    assertThatThrownBy(() -> Exceptions.Known.parse("t\t$ kubectl get pods\tchance"))
        .hasMessageContaining("transcript, command, count, reason");
    assertThatThrownBy(() -> Exceptions.Known.parse("t\t$ kubectl get pods\t1\t "))
        .hasMessageContaining("reason");
  }

  @Test
  void every_exception_matches_enough_commands_of_its_transcript() throws IOException {
    assumeThat(SHARED).as("captures (-Dcnilab.shared=DIR)").isDirectory();
    List<Transcript> transcripts = new ArrayList<>();
    for (Path folder : List.of(OWN, SHARED)) {
      Transcripts captures = new Transcripts(folder);
      captures.files().forEach(file -> transcripts.add(captures.read(file)));
    }

    assertThat(Exceptions.read().known())
        .allSatisfy(
            known -> {
              assertThat(known.reason()).hasSizeGreaterThan(20);
              assertThat(
                      transcripts.stream()
                          .filter(each -> each.name().equals(known.transcript()))
                          .flatMap(each -> each.entries().stream())
                          .filter(entry -> line(entry).equals(known.command()))
                          .count())
                  .isGreaterThanOrEqualTo(known.count());
            });
  }

  private static String line(Transcript.Entry entry) {
    return switch (entry) {
      case Transcript.Noted noted -> "";
      case Transcript.Awaited awaited -> awaited.what();
      case Transcript.Typed typed ->
          (typed.node() + "$ " + typed.command()).lines().findFirst().orElse("");
    };
  }
}
