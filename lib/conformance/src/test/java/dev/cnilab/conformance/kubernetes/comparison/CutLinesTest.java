package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that {@code cut} shortens, where the names in them are not equally long. */
class CutLinesTest {
  private static final CutLines CUT =
      CutLines.of("journalctl -u containerd | cut -c1-100 | tail -20").orElseThrow();
  private static final String WORDS = "x".repeat(40) + " one two three four five six seven eight";

  @Test
  void two_cut_lines_are_compared_up_to_the_shorter_one() {
    List<AnswerLine> theirs = AnswerLine.of(List.of("node-2 " + WORDS + " nine ten eleven"));
    List<AnswerLine> ours = AnswerLine.of(List.of("node-2 " + WORDS + " nine te"));

    assertThat(shapes(CUT.align(theirs, ours))).isEqualTo(shapes(CUT.align(ours, theirs)));
  }

  @Test
  void a_word_that_differs_before_the_cut_is_a_difference() {
    List<AnswerLine> theirs = AnswerLine.of(List.of("node-2 another" + WORDS + " nine ten"));
    List<AnswerLine> ours = AnswerLine.of(List.of("node-2 other" + WORDS + " nine ten"));

    assertThat(shapes(CUT.align(theirs, ours))).isNotEqualTo(shapes(CUT.align(ours, theirs)));
  }

  @Test
  void an_uncut_line_is_compared_to_its_end() {
    List<AnswerLine> theirs = AnswerLine.of(List.of("short one two"));
    List<AnswerLine> ours = AnswerLine.of(List.of("short one t"));

    assertThat(CUT.align(theirs, ours)).isEqualTo(theirs);
    assertThat(CutLines.of("ip link | head -3")).isEmpty();
  }

  private static List<String> shapes(List<AnswerLine> lines) {
    return lines.stream().map(AnswerLine::shape).toList();
  }
}
