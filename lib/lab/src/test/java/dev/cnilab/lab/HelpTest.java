package dev.cnilab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelpTest {

  @Test
  void every_word_of_the_lab_is_explained() {
    assertThat(
            functions()
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.getName().equals("install")))
        .allMatch(method -> method.isAnnotationPresent(Doc.class));
  }

  @Test
  void every_example_calls_what_it_explains() {
    for (Method method : functions().toList()) {
      if (method.isAnnotationPresent(Doc.class)) {
        assertThat(method.getAnnotation(Doc.class).example()).contains(method.getName() + "(");
      }
    }
  }

  private static Stream<Method> functions() {
    return Help.FUNCTIONS.stream().flatMap(type -> Stream.of(type.getDeclaredMethods()));
  }

  @Test
  void a_cell_can_call_every_function_without_an_import() throws IOException {
    String startup = Files.readString(Path.of("../../environment/kernel/startup.jsh"));
    for (Class<?> type : Help.FUNCTIONS) {
      assertThat(startup).contains("import static " + type.getName() + ".*;");
    }
  }

  @Test
  void each_method_that_a_notebook_calls_on_a_result_is_explained_with_an_example() {
    assertThat(Help.ofResult("sh").orElseThrow().entries().getFirst().example())
        .isEqualTo("worker(1).sh(\"ls /etc/cni/net.d\")");
    assertThat(Help.ofResult("getClass")).isEmpty();
  }

  @Test
  void what_is_the_same_as_another_comes_after_it() {
    assertThat(Help.of("capture").entries().getLast().text()).startsWith("the same");
    assertThat(Help.all().entries().getFirst().text()).doesNotStartWith("the same");
  }

  @Test
  void one_function_is_shown_with_all_its_forms() {
    assertThat(Help.of("ping").entries()).hasSize(3);
    assertThat(Help.of("ping").view().text()).contains("kubectl exec NAME -- ping -c 3 ADDRESS");
  }

  @Test
  void an_unknown_name_is_repeated_with_the_one_that_was_meant() {
    assertThatThrownBy(() -> Help.of("pign"))
        .hasMessageStartingWith("could not explain pign: did you mean ping?")
        .hasMessageContaining("help()");
  }

  @Test
  void a_name_that_is_close_to_none_gets_no_suggestion() {
    assertThatThrownBy(() -> Help.of("x"))
        .hasMessageStartingWith("could not explain x: there is no such function");
  }
}
