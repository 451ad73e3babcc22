package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private final Correspondences bindings = new Correspondences();

  @Test
  void times_ages_and_column_widths_are_ignored() {
    assertAlike(
        "kubectl get pods",
        "a   1/1   Running   0   3m10s\nb-559f6c778d-f9n2s   1/1   Running   0   2s",
        "a   1/1     Running   0          5s\n"
            + "b-559f6c778d-k8s2x   1/1     Running   0          12s");
  }

  @Test
  void leading_digits_of_an_id_are_not_taken_for_a_year() {
    String theirs = "f5e9d79e0a8e44e60e875e32f66423901d6efb7c6f828c527c5c20677e33ec27";
    String ours = "4420f8f67705d9c19e3084fad09032fede9c68917dbca802c539ec7cbf03bf28";
    assertAlike("ls -l", "242 Nov 28 22:09 " + theirs, "242 Nov 28 22:09 " + ours);
  }

  @Test
  void an_address_stays_bound_to_its_counterpart() {
    assertAlike("cat a", "a 10.244.1.5", "a 10.244.1.9");

    assertAlike("cat b", "ping 10.244.1.5", "ping 10.244.1.9");
    assertDifferent("cat c", "ping 10.244.1.5", "ping 10.244.1.7");
    assertDifferent("cat d", "ping 10.244.1.6", "ping 10.244.1.9");
  }

  @Test
  void a_new_address_of_another_node_is_a_difference() {
    assertAlike("cat a", "a 10.244.1.5\nb 10.244.0.3", "a 10.244.1.9\nb 10.244.0.4");

    assertDifferent("cat b", "c 10.244.1.6", "c 10.244.0.7");
  }

  @Test
  void a_line_may_be_about_another_pod_if_both_pods_are_retried() {
    String first = "RunPodSandbox for name:\"s1\" failed: exec format error";
    String second = "RunPodSandbox for name:\"s2\" failed: exec format error";
    Difference difference = new Difference(List.of(first), List.of(second));
    List<AnswerLine> theirs = AnswerLine.of(List.of(first));
    List<AnswerLine> ours = AnswerLine.of(List.of(second));
    UnaryOperator<String> nameless = line -> line.replaceAll("s[12]", "<a pod>");

    assertThat(difference.withoutOtherPods(nameless, theirs, ours).isNone()).isTrue();
    assertThat(difference.withoutOtherPods(line -> line, theirs, ours).isNone()).isFalse();
    assertThat(difference.withoutOtherPods(nameless, ours, theirs).isNone()).isFalse();
  }

  @Test
  void a_short_id_is_bound_together_with_its_long_one() {
    String theirs = "60d0233e3bce5617925184f2dabeba4d00de83e7b19c3bd00f8a842f36afe4f8";
    String ours = "16db8aa1f2a5e7a3b2cf1d3d8d3a0f9c5c21d0f1e2d3c4b5a697887766554433";
    assertAlike(
        "crictl pods", theirs.substring(0, 13) + " Ready", ours.substring(0, 13) + " Ready");

    assertAlike("crictl inspectp x", "\"id\": " + theirs, "\"id\": " + ours);
    assertDifferent("crictl inspectp y", "\"id\": " + theirs, "\"id\": " + theirs);
  }

  @Test
  void lines_keep_their_order_except_for_random_names() {
    assertDifferent("ls", "a\nb", "b\na");
    assertAlike(
        "kubectl get pods",
        "web-559f6c778d-f9n2s 1/1 node-1\nweb-559f6c778d-zzzzz 1/1 node-2",
        "web-559f6c778d-bbbbb 1/1 node-2\nweb-559f6c778d-ccccc 1/1 node-1");
  }

  @Test
  void an_exec_may_print_an_error_before_or_after_its_other_output() {
    assertAlike(
        "kubectl exec a -- curl -w '%{http_code}' b",
        "curl: (28) Connection timed out\n000\n[exit 28]",
        "000\ncurl: (28) Connection timed out\n[exit 28]");
  }

  @Test
  void a_repeat_count_may_differ_by_one_but_not_double() {
    assertAlike("kubectl describe pod a", event(13), event(14));
    assertDifferent("kubectl describe pod a", event(13), event(26));
    assertDifferent("kubectl describe pod a", event(1), event(2));
  }

  @Test
  void a_line_outside_the_window_of_the_other_answer_is_surplus() {
    String attempt = "RunPodSandbox for name:\"a\" at ";
    List<AnswerLine> captured = AnswerLine.of(List.of(attempt + "Nov 28 22:11:43"));
    List<AnswerLine> answer =
        AnswerLine.of(List.of(attempt + "Nov 28 22:11:30", attempt + "Nov 28 22:11:41"));
    Difference.Chances chance =
        new Difference.Chances(line -> false, line -> line.endsWith("22:11:30"));

    assertThat(
            Difference.of(captured, answer, Order.AS_IT_CAME, bindings, Duration.ZERO, chance)
                .surplus())
        .containsExactly(attempt + "Nov 28 22:11:30");
  }

  @Test
  void a_unique_line_identifies_the_others() {
    String theirs = "start veth0000000a\nstart veth0000000b\nstop veth0000000b, the last one";
    String ours = "start veth1111111b\nstart veth1111111a\nstop veth1111111b, the last one";

    assertAlike("journalctl -u kubelet", theirs, ours);
    assertAlike("cat a", "veth0000000a", "veth1111111a");
  }

  @Test
  void an_ambiguous_id_is_bound_only_by_a_line_that_identifies_it() {
    assertAlike(
        "ip netns list",
        "cni-0a1b2c3d4e5f60718293\ncni-1a1b2c3d4e5f60718293",
        "cni-3a1b2c3d4e5f60718293\ncni-2a1b2c3d4e5f60718293");

    assertAlike("ip link", "a cni-0a1b2c3d4e5f60718293", "a cni-2a1b2c3d4e5f60718293");
    assertDifferent("ip link", "b cni-1a1b2c3d4e5f60718293", "b cni-2a1b2c3d4e5f60718293");
  }

  @Test
  void neighbor_states_delay_and_reachable_are_equal() {
    String entry = "10.244.1.2 dev eth0 lladdr d2:39:12:08:e8:5d ";
    assertAlike("ip neigh", entry + "DELAY", entry + "REACHABLE");
    assertDifferent("ip neigh", entry + "STALE", entry + "PERMANENT");
  }

  @Test
  void log_lines_must_be_in_order_of_time() {
    String first = "node kubelet[1]: I1128 22:11:11.756186 1 kubelet.go:1] \"a\"";
    String second = "node kubelet[1]: I1128 22:11:11.757186 1 kubelet.go:1] \"b\"";

    assertAlike("journalctl -u kubelet", first + "\n" + second, first + "\n" + second);
    assertDifferent("journalctl -u kubelet", first + "\n" + second, second + "\n" + first);
  }

  private static String event(int times) {
    return "  Warning  NetworkNotReady  2s (x"
        + times
        + " over 26s)  kubelet  network is not ready";
  }

  private void assertAlike(String command, String captured, String answer) {
    assertThat(difference(command, captured, answer).isNone())
        .as("%s", difference(command, captured, answer))
        .isTrue();
  }

  private void assertDifferent(String command, String captured, String answer) {
    assertThat(difference(command, captured, answer).isNone()).isFalse();
  }

  private Difference difference(String command, String captured, String answer) {
    List<AnswerLine> theirs = AnswerLine.of(captured.lines().toList());
    List<AnswerLine> ours = AnswerLine.of(answer.lines().toList());
    Order order = Order.of(command);
    return Difference.of(theirs, ours, order, bindings, Duration.ZERO, Difference.Chances.NONE)
        .withDisorder(theirs, ours, order);
  }
}
