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
  void every_function_of_the_lab_has_a_doc_annotation() {
    assertThat(
            functions()
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.getName().equals("install")))
        .allMatch(method -> method.isAnnotationPresent(Doc.class));
  }

  @Test
  void every_example_calls_its_own_function() {
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
  void help_explains_methods_of_results_with_an_example() {
    assertThat(Help.ofResult("sh").orElseThrow().entries().getFirst().example())
        .isEqualTo("worker(1).sh(\"ls /etc/cni/net.d\")");
    assertThat(Help.ofResult("getClass")).isEmpty();
  }

  @Test
  void help_lists_a_variant_after_the_function_it_repeats() {
    assertThat(Help.of("capture").entries().getLast().text()).startsWith("the same");
    assertThat(Help.all().entries().getFirst().text()).doesNotStartWith("the same");
  }

  @Test
  void help_of_a_function_shows_all_its_forms() {
    assertThat(Help.of("ping").entries()).hasSize(3);
    assertThat(Help.of("ping").view().text()).contains("kubectl exec NAME -- ping -c 3 ADDRESS");
  }

  @Test
  void help_suggests_a_close_name_for_an_unknown_one() {
    assertThatThrownBy(() -> Help.of("pign"))
        .hasMessageStartingWith("could not explain pign: did you mean ping?")
        .hasMessageContaining("help()");
  }

  @Test
  void help_suggests_nothing_for_a_name_that_is_close_to_none() {
    assertThatThrownBy(() -> Help.of("x"))
        .hasMessageStartingWith("could not explain x: there is no such function");
  }
}
