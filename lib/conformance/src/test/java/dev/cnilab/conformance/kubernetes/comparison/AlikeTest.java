package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlikeTest {
  @Test
  void answers_are_alike_but_for_ages_names_addresses_and_columns() {
    assertAlike(
        "NAME          READY   AGE\ncoredns-755cf5f9cc-sr748   1/1   17s\n",
        "NAME   READY AGE\ncoredns-66bc5c9577-x2b4c  1/1   2m10s\n");
    assertAlike("inet 10.244.1.2/24 brd 10.244.1.255", "inet 10.244.0.7/24 brd 10.244.0.255");
    assertAlike(
        "Start Time:  Mon, 23 Nov 2026 23:08:33 +0000",
        "Start Time: Tue, 24 Nov 2026 01:02:03 +0000");
    assertAlike(
        "Nov 23 22:50:31 n kubelet[140]: I1123 22:50:31.794122     140 setters.go:543] \"x\"",
        "Nov 24 02:00:01 n kubelet[302]: I1124 02:00:01.000000     302 setters.go:543] \"x\"");
  }

  @Test
  void what_is_tried_again_and_again_may_have_been_tried_once_more() {
    assertAlike(
        "Warning NetworkNotReady  2s (x14 over 27s)  kubelet  no",
        "Warning NetworkNotReady  1s (x15 over 29s)  kubelet  no");
    assertDiffer(
        "Warning NetworkNotReady  2s (x14 over 27s)  kubelet  no",
        "Warning NetworkNotReady  1s (x4 over 29s)  kubelet  no");
    assertDiffer("Warning NetworkNotReady  2s (x14 over 27s)  kubelet  no", "");
  }

  @Test
  void answers_are_not_alike_if_a_state_or_a_reason_differs() {
    assertDiffer("a   1/1   Running   0   5s", "a   0/1   Running   0   5s");
    assertDiffer("node   Ready", "node   NotReady");
  }

  @Test
  void what_is_said_of_the_captured_machine_has_a_reason_and_hides_nothing_else() {
    String answer = "2: eth0@if3: <UP> mtu 1500\n3: flannel.1: <UP> mtu 1450";

    assertThat(Environment.withoutIt("node-1", answer))
        .isEqualTo("2: eth0: <UP> mtu 1500\n3: flannel.1: <UP> mtu 1450\n");
    assertThat(Environment.withoutIt("", answer)).isEqualTo(answer + "\n");
  }

  private static void assertAlike(String captured, String here) {
    assertThat(Alike.of(captured).without(Alike.of(here))).isEmpty();
    assertThat(Alike.of(here).without(Alike.of(captured))).isEmpty();
  }

  private static void assertDiffer(String captured, String here) {
    assertThat(Alike.of(captured).without(Alike.of(here))).isNotEmpty();
  }
}
