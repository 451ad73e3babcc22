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
  void a_table_has_a_caption_and_column_headings_for_those_who_listen_to_it() {
    assertThat(VIEW.html())
        .contains("<caption>Pods of <code>default</code></caption>")
        .contains("<th scope=\"col\">state</th>")
        .contains("aria-label=\"Pods of default\"");
  }

  @Test
  void a_tone_is_a_sign_too_so_nothing_depends_on_colour() {
    assertThat(VIEW.html())
        .contains("✓\u00a0Ready")
        .contains("✗\u00a0&lt;none&gt;")
        .contains("!\u00a0Look at");
    assertThat(VIEW.text()).contains("✓ Ready").contains("✗ <none>").contains("! Look at");
  }

  @Test
  void a_long_name_may_be_broken_after_its_dots_and_an_address_may_not() {
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
  void sentences_behind_a_few_names_may_go_below_them_on_a_phone() {
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
  void a_notebook_is_linked_to_and_read_out_by_its_title() {
    View view = View.empty().note("Next: [From pod to pod](03-pod-to-pod.ipynb).");
    assertThat(view.html()).contains("Next: <a href=\"03-pod-to-pod.ipynb\">From pod to pod</a>.");
    assertThat(view.text()).isEqualTo("Next: From pod to pod.");
    assertThat(View.empty().note("see [a](javascript:b)").html()).doesNotContain("<a");
  }

  @Test
  void a_command_s_output_is_one_click_away_and_escaped() {
    assertThat(VIEW.html())
        .contains("<details><summary><code>$ kubectl get pods</code></summary>")
        .contains("a &amp; b");
  }

  @Test
  void the_style_serves_dark_and_print_and_names_no_fixed_text_colour() {
    assertThat(VIEW.html()).contains("@media print").contains("currentColor");
    assertThat(VIEW.html()).doesNotContain("color: #");
  }

  @Test
  void text_aligns_columns_and_names_the_kubectl_line() {
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
  void a_row_with_a_missing_cell_is_refused_with_its_content() {
    assertThatThrownBy(
            () -> View.empty().grid("T", List.of("x", "y"), List.of("1"), v -> List.of(Cell.of(v))))
        .hasMessageContaining("'T' has 2 columns")
        .hasMessageContaining("1");
  }

  @Test
  void a_tabular_result_is_a_tablesaw_table_without_signs() {
    Tabular result = () -> VIEW;
    Table table = result.table();
    assertThat(table.columnNames()).containsExactly("pod", "state");
    assertThat(table.stringColumn("state").asList()).containsExactly("Ready", "<none>");
  }
}
