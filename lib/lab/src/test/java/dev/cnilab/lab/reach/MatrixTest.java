package dev.cnilab.lab.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {

  private static Pair pair(String from, String to, Passage passage, boolean allowed) {
    return new Pair(
        from, to, Port.HTTP, passage, new Ruling(allowed, List.of("egress: x", "ingress: y")));
  }

  @Test
  void pairs_that_ignore_a_policy_are_marked() {
    Matrix matrix =
        new Matrix(
            List.of(pair("a", "b", Passage.OPEN, false), pair("b", "a", Passage.SILENT, false)),
            List.of());
    assertThat(matrix.disagreeing()).extracting(Pair::from).containsExactly("a");
    assertThat(matrix.view().text())
        .contains("open, though forbidden", "silence")
        .contains("In 1 of 2 pairs the network does not do what the policies say.");
  }

  @Test
  void rows_and_columns_of_the_matrix_have_the_same_order() {
    Matrix matrix =
        new Matrix(
            List.of(
                pair("a", "b", Passage.OPEN, true),
                pair("a", "DNS", Passage.OPEN, true),
                pair("b", "a", Passage.OPEN, true)),
            List.of());
    assertThat(matrix.table().columnNames()).containsExactly("from \\ to", "a", "b", "DNS");
    assertThat(matrix.table().get(0, 1)).isEqualTo("–");
  }

  @Test
  void the_reasons_for_each_pair_are_listed() {
    Matrix matrix = new Matrix(List.of(pair("a", "b", Passage.SILENT, true)), List.of());
    assertThat(matrix.reasons().view().text())
        .contains("TCP 80", "allowed", "egress: x, ingress: y", "silence");
  }
}
