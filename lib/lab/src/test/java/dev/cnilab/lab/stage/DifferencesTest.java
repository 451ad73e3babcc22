package dev.cnilab.lab.stage;

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

  private static String db(String app, String type) {
    return "services shop/db: {\"spec\":{\"app\":\"%s\",\"type\":\"%s\"}}".formatted(app, type);
  }

  @Test
  void an_object_that_was_deleted_after_it_was_broken_is_told() {
    assertThat(
            Differences.ofNeither(
                List.of("- " + db("db", "ClusterIP")), List.of("- " + db("x", "ClusterIP"))))
        .containsExactly("- services shop/db");
  }

  @Test
  void what_the_fault_itself_has_changed_or_its_repair_is_not_told() {
    assertThat(
            Differences.ofNeither(
                List.of("- " + db("db", "ClusterIP"), "+ " + db("x", "NodePort")),
                List.of("- " + db("x", "ClusterIP"), "+ " + db("x", "NodePort"))))
        .containsExactly("services shop/db: spec.type: \"ClusterIP\" → \"NodePort\"");
    assertThat(
            Differences.ofNeither(
                List.of(), List.of("- " + db("x", "ClusterIP"), "+ " + db("db", "ClusterIP"))))
        .isEmpty();
  }

  @Test
  void a_file_that_was_changed_again_is_told_once_and_one_that_is_gone_as_well() {
    String file = "node worker-1: file 600 /etc/cni/net.d/10-flannel.conflist ";
    assertThat(
            Differences.ofNeither(
                List.of("- " + file + "aa -", "+ " + file + "cc -"),
                List.of("- " + file + "bb -", "+ " + file + "cc -")))
        .containsExactly("+ " + file + "cc -");
    assertThat(Differences.ofNeither(List.of("- " + file + "aa -"), List.of("- " + file + "bb -")))
        .containsExactly("- " + file + "aa -");
  }

  @Test
  void what_a_node_lost_with_the_fault_is_the_fault_s() {
    String route = "node worker-1: route 10.244.2.0/24 via 10.244.2.0";
    assertThat(Differences.ofNeither(List.of("- " + route), List.of())).isEmpty();
  }
}
