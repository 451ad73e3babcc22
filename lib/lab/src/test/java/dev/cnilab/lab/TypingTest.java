package dev.cnilab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ▮ping("a", "b")                  | ping
          pi▮ng("a", "b")                  | ping
          ping▮                            | ping
          ping(▮                           | ping
          ping("a▮", "b                    | ping
          ping("a)(", ▮                    | ping
          awaitReady(pod("x").name(▮       | name
          events(worker(1▮                 | worker
          events(worker(1)▮                | events
          var all = pods().list(▮          | list
          worker(1).sh(▮                   | sh
          worker(1).sh("ls▮                | sh
          worker(1).s▮h("ls")              | sh
          ping(pod("x").▮                  | ping
          pods().list().get(▮              |
          pign▮("a")                       |
          ▮                                |
          """)
  void help_is_about_the_function_at_or_around_the_cursor(String typed, String function) {
    int cursor = typed.indexOf('▮');
    assertThat(
            Typing.help(typed.replace("▮", ""), cursor).map(help -> help.entries().get(0).name()))
        .isEqualTo(java.util.Optional.ofNullable(function));
  }

  @Test
  void methods_of_every_object_are_not_completed() {
    List<String> all =
        List.of("equals(", "getClass()", "hashCode()", "list()", "notify()", "wait(", "view()");
    assertThat(Typing.worthOffering(all)).containsExactly("list()");
  }

  @Test
  void unnamed_results_are_not_completed() {
    assertThat(Typing.worthOffering(List.of("$1", "$12", "url"))).containsExactly("url");
  }

  @Test
  void names_that_are_not_methods_are_completed_unchanged() {
    assertThat(Typing.worthOffering(List.of("ping(", "Map", "wait"))).hasSize(3);
  }
}
