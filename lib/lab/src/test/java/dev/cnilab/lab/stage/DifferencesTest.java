package dev.cnilab.lab.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void a_deleted_or_new_object_is_reported_by_name() {
    assertThat(
            Differences.told(
                List.of(
                    "- services shop/db: {\"spec\":{\"selector\":{\"app\":\"db\"}}}",
                    "+ networkpolicies shop/allow: {\"spec\":{}}")))
        .containsExactly("- services shop/db", "+ networkpolicies shop/allow");
  }

  @Test
  void only_the_changed_fields_of_an_object_are_reported() {
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
  void a_change_on_a_node_is_reported_unchanged() {
    assertThat(Differences.told(List.of("+ node worker-1: route blackhole 10.244.1.7")))
        .containsExactly("+ node worker-1: route blackhole 10.244.1.7");
  }

  private static String db(String app, String type) {
    return "services shop/db: {\"spec\":{\"app\":\"%s\",\"type\":\"%s\"}}".formatted(app, type);
  }

  @Test
  void an_object_deleted_after_the_fault_is_reported() {
    assertThat(
            Differences.ofNeither(
                List.of("- " + db("db", "ClusterIP")), List.of("- " + db("x", "ClusterIP"))))
        .containsExactly("- services shop/db");
  }

  @Test
  void changes_by_the_fault_or_its_repair_are_not_reported() {
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
  void a_file_changed_or_deleted_after_the_fault_is_reported_once() {
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
  void a_route_lost_through_the_fault_is_not_reported() {
    String route = "node worker-1: route 10.244.2.0/24 via 10.244.2.0";
    assertThat(Differences.ofNeither(List.of("- " + route), List.of())).isEmpty();
  }
}
