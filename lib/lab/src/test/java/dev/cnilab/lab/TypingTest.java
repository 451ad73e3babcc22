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
  void the_help_is_that_of_the_function_at_the_cursor_or_around_it(String typed, String function) {
    int cursor = typed.indexOf('▮');
    assertThat(
            Typing.help(typed.replace("▮", ""), cursor).map(help -> help.entries().get(0).name()))
        .isEqualTo(java.util.Optional.ofNullable(function));
  }

  @Test
  void methods_that_every_object_has_are_not_offered() {
    List<String> all =
        List.of("equals(", "getClass()", "hashCode()", "list()", "notify()", "wait(", "view()");
    assertThat(Typing.worthOffering(all)).containsExactly("list()");
  }

  @Test
  void results_without_a_name_are_not_offered() {
    assertThat(Typing.worthOffering(List.of("$1", "$12", "url"))).containsExactly("url");
  }

  @Test
  void names_that_are_no_methods_are_offered_as_they_are() {
    assertThat(Typing.worthOffering(List.of("ping(", "Map", "wait"))).hasSize(3);
  }
}
