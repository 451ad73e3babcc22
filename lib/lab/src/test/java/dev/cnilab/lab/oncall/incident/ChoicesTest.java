package dev.cnilab.lab.oncall.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoicesTest {

  private static final List<String> OPTIONS = List.of("The bridge is down", "A route is missing");

  @ParameterizedTest
  @ValueSource(strings = {"b", "B", " b ", "b)", "B.", "A route is missing", "a route is missing"})
  void an_answer_may_be_a_letter_or_its_text(String typed) {
    assertThat(Choices.meant(OPTIONS, typed)).contains("A route is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c", "ab", "…", "A route"})
  void other_input_is_not_an_answer(String typed) {
    assertThat(Choices.meant(OPTIONS, typed)).isEmpty();
  }
}
