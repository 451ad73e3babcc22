package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void an_object_that_is_gone_or_new_is_told_by_its_name() {
    assertThat(
            Differences.told(
                List.of(
                    "- services shop/db: {\"spec\":{\"selector\":{\"app\":\"db\"}}}",
                    "+ networkpolicies shop/allow: {\"spec\":{}}")))
        .containsExactly("- services shop/db", "+ networkpolicies shop/allow");
  }

  @Test
  void of_one_that_was_changed_only_the_fields_that_differ_are_told() {
    assertThat(
            Differences.told(
                List.of(
                    "- services shop/db:"
                        + " {\"labels\":{},\"spec\":{\"selector\":{\"app\":\"db\"},\"type\":\"ClusterIP\"}}",
                    "+ services shop/db:"
                        + " {\"labels\":{\"a/b\":\"c\"},\"spec\":{\"selector\":{\"app\":\"x\"},\"type\":\"ClusterIP\"}}")))
        .containsExactly(
            "services shop/db: labels.a/b: nothing → \"c\"",
            "services shop/db: spec.selector.app: \"db\" → \"x\"");
  }

  @Test
  void what_is_set_up_on_a_node_is_told_as_it_is() {
    assertThat(Differences.told(List.of("+ node worker-1: route blackhole 10.244.1.7")))
        .containsExactly("+ node worker-1: route blackhole 10.244.1.7");
  }
}
