package dev.cnilab.lab.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ViewTest {

  private static final View VIEW =
      View.empty()
          .grid(
              "Pods of `default`",
              List.of("pod", "state"),
              List.of("a", "b"),
              name ->
                  List.of(
                      Cell.of(name), name.equals("a") ? Cell.good("Ready") : Cell.bad("<none>")))
          .note(Tone.WARNING, "Look at `ip addr`.")
          .folded("kubectl get pods", "NAME\na & b\n")
          .printed("worker-1$ hostname", "worker-1\n");

  @Test
  void a_table_has_a_caption_and_headings_for_screen_readers() {
    assertThat(VIEW.html())
        .contains("<caption>Pods of <code>default</code></caption>")
        .contains("<th scope=\"col\">state</th>")
        .contains("aria-label=\"Pods of default\"");
  }

  @Test
  void a_tone_is_shown_by_a_sign_and_not_only_by_color() {
    assertThat(VIEW.html())
        .contains("✓\u00a0Ready")
        .contains("✗\u00a0&lt;none&gt;")
        .contains("!\u00a0Look at");
    assertThat(VIEW.text()).contains("✓ Ready").contains("✗ <none>").contains("! Look at");
  }

  @Test
  void a_long_name_may_wrap_after_its_dots_and_an_address_may_not() {
    View view =
        View.empty()
            .grid(
                "Names",
                List.of("name", "address"),
                List.of("`kubernetes.default.svc.cluster.local`"),
                name -> List.of(Cell.of(name), Cell.of("10.96.0.1")));
    assertThat(view.html())
        .contains("<code>kubernetes.<wbr>default.<wbr>svc.<wbr>cluster.<wbr>local</code>")
        .contains(">10.96.0.1<");
    assertThat(view.text()).contains("kubernetes.default.svc.cluster.local");
  }

  @Test
  void only_tables_with_sentences_beside_short_names_are_marked_for_phones() {
    String said = "Failed to create pod sandbox: failed to find plugin \"flannelx\" in path";
    assertThat(events("FailedCreatePodSandBox", said)).contains("<table class=\"sentences\">");
    assertThat(events("FailedCreatePodSandBox", "Started")).contains("<table>");
    assertThat(events("a reason that is a sentence by itself", said)).contains("<table>");
  }

  private static String events(String reason, String message) {
    return View.empty()
        .grid(
            "Events",
            List.of("type", "reason", "from", "message"),
            List.of(reason),
            each -> List.of(Cell.of("!"), Cell.of(each), Cell.of("kubelet"), Cell.of(message)))
        .html();
  }

  @Test
  void a_notebook_link_shows_its_title() {
    View view = View.empty().note("Next: [From pod to pod](03-pod-to-pod.ipynb).");
    assertThat(view.html()).contains("Next: <a href=\"03-pod-to-pod.ipynb\">From pod to pod</a>.");
    assertThat(view.text()).isEqualTo("Next: From pod to pod.");
    assertThat(View.empty().note("see [a](javascript:b)").html()).doesNotContain("<a");
  }

  @Test
  void command_output_is_folded_and_escaped() {
    assertThat(VIEW.html())
        .contains("<details><summary><code>$ kubectl get pods</code></summary>")
        .contains("a &amp; b");
  }

  @Test
  void the_style_supports_dark_mode_and_print_without_a_fixed_text_color() {
    assertThat(VIEW.html()).contains("@media print").contains("currentColor");
    assertThat(VIEW.html()).doesNotContain("color: #");
  }

  @Test
  void plain_text_aligns_columns_and_shows_the_kubectl_command() {
    assertThat(VIEW.text())
        .isEqualTo(
            """
            Pods of `default`
            pod   state
            a     ✓ Ready
            b     ✗ <none>
            ! Look at `ip addr`.
            $ kubectl get pods
            worker-1$ hostname
            worker-1\
            """);
  }

  @Test
  void a_row_with_a_missing_cell_is_rejected_with_its_content() {
    assertThatThrownBy(
            () -> View.empty().grid("T", List.of("x", "y"), List.of("1"), v -> List.of(Cell.of(v))))
        .hasMessageContaining("'T' has 2 columns")
        .hasMessageContaining("1");
  }

  @Test
  void a_tabular_result_converts_to_a_tablesaw_table_without_signs() {
    Tabular result = () -> VIEW;
    Table table = result.table();
    assertThat(table.columnNames()).containsExactly("pod", "state");
    assertThat(table.stringColumn("state").asList()).containsExactly("Ready", "<none>");
  }
}
