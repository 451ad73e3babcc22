package dev.cnilab.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.error.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

  private static final List<String> FUNCTIONS = List.of("ping", "pods", "predict", "run");
  private static final StackTraceElement IN_THE_JDK =
      new StackTraceElement(
          "java.util.ImmutableCollections", "get", "ImmutableCollections.java", 612);
  private static final StackTraceElement IN_THE_CELL = new StackTraceElement("", "", "#20", 2);

  @Test
  void an_error_of_the_library_is_shown_without_a_stack_trace() {
    assertThat(
            Failure.thrown(
                LabException.class.getName(),
                "could not look at pod x: there is none\nSee which pods there are: pods()",
                new StackTraceElement[] {IN_THE_CELL}))
        .containsExactly(
            "could not look at pod x: there is none", "See which pods there are: pods()");
  }

  @Test
  void another_exception_shows_its_message_type_and_position() {
    assertThat(
            Failure.thrown(
                "java.lang.IndexOutOfBoundsException",
                "Index: 4 Size: 1",
                new StackTraceElement[] {IN_THE_JDK, IN_THE_CELL}))
        .containsExactly(
            "Index: 4 Size: 1",
            "IndexOutOfBoundsException, line 2 of this cell",
            "    at java.util.ImmutableCollections.get(ImmutableCollections.java:612)");
  }

  @Test
  void a_null_pointer_message_shows_the_variable_name_of_the_cell() {
    String message = "Cannot invoke \"String.length()\" because \"REPL.$JShell$18.s\" is null";
    assertThat(Failure.thrown("java.lang.NullPointerException", message, new StackTraceElement[0]))
        .startsWith("Cannot invoke \"String.length()\" because \"s\" is null");
  }

  @Test
  void an_exception_without_a_message_is_shown_by_its_type() {
    assertThat(Failure.thrown("java.util.NoSuchElementException", null, new StackTraceElement[0]))
        .startsWith("NoSuchElementException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kubectl get pods", "$ ip route", "ls -la /etc/cni/net.d", "./lab node x"})
  void a_shell_command_in_a_cell_points_to_a_terminal(String line) {
    assertThat(Failure.refused("';' expected", line, 2, FUNCTIONS))
        .last()
        .asString()
        .startsWith("A cell is Java, and this is a line for a shell: type it in a terminal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping (\"a\"", "ip = 4 4", "echo", "cattle x y"})
  void an_ordinary_syntax_error_is_not_taken_for_a_shell_command(String line) {
    assertThat(Failure.refused("';' expected", line, 2, FUNCTIONS).getLast())
        .doesNotContain("shell");
  }

  @Test
  void an_unknown_method_is_named_marked_and_corrected() {
    String complaint = "cannot find symbol\n  symbol:   method pign(java.lang.String)";
    assertThat(Failure.refused(complaint, "var p =\n  pign(\"x\");", 10, FUNCTIONS))
        .containsExactly(
            "there is no method pign(String)",
            "    var p =",
            "      pign(\"x\");",
            "      ^",
            "Did you mean ping? help() lists what you can call.");
  }

  @Test
  void an_unknown_variable_gets_hints_about_quotes_and_kernel_restarts() {
    String complaint = "cannot find symbol\n  symbol:   variable sizes";
    assertThat(Failure.refused(complaint, "sizes.chart()", 0, FUNCTIONS))
        .startsWith("there is no variable sizes")
        .endsWith(
            "If it is a text, put it in quotation marks: \"sizes\". If a cell above sets it, run"
                + " that one again: a restart of the kernel forgets variables.");
  }

  @Test
  void a_function_name_without_parentheses_gets_a_hint() {
    assertThat(
            Failure.refused("cannot find symbol\n  symbol:   variable pods", "pods", 0, FUNCTIONS))
        .endsWith("It is a function: pods()");
  }

  @ParameterizedTest
  @CsvSource({
    "predict, Lab",
    "run, LabObjects",
    "ping, LabNetwork",
  })
  void a_wrong_number_of_arguments_points_to_the_help_of_the_function(
      String function, String owner) {
    String complaint =
        "method %s in class dev.cnilab.lab.%s cannot be applied to given types;\n"
            + "  required: java.lang.String,java.lang.String";
    assertThat(Failure.refused(complaint.formatted(function, owner), "x(\"a\")", 0, FUNCTIONS))
        .endsWith("help(\"%s\") shows how it is called.".formatted(function));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "method io.fabric8.kubernetes.api.model.LabelSelector.run(int) is not applicable",
        "method of in class dev.cnilab.lab.error.LabException cannot be applied to given types;",
        "method run in class dev.cnilab.lab.shell.NodeShells cannot be applied to given types;",
        "method install in class dev.cnilab.lab.Lab cannot be applied to given types;",
      })
  void a_method_outside_the_lab_does_not_point_to_help(String complaint) {
    assertThat(Failure.refused(complaint, "x(3)", 0, FUNCTIONS).getLast()).doesNotContain("help(");
  }

  @Test
  void a_text_in_single_quotes_and_a_bare_node_name_get_a_hint() {
    String types = "incompatible types: ";
    assertThat(
            Failure.refused(
                types + "char cannot be converted to java.lang.String", "x", 0, FUNCTIONS))
        .endsWith("A text is in double quotation marks.");
    assertThat(
            Failure.refused(
                types + "java.lang.String cannot be converted to dev.cnilab.lab.shell.Node",
                "x",
                0,
                FUNCTIONS))
        .endsWith("A node is worker(1), or node(\"worker-1\").");
  }

  @Test
  void an_unknown_method_of_a_result_is_named_with_its_type() {
    String complaint =
        "cannot find symbol\n"
            + "  symbol:   method hello()\n"
            + "  location: class dev.cnilab.lab.workload.Pods";
    assertThat(Failure.refused(complaint, "pods().hello()", 6, FUNCTIONS))
        .startsWith("there is no method hello() in Pods");
  }

  @Test
  void a_function_is_suggested_only_for_a_close_name_of_a_function() {
    String call = "cannot find symbol\n  symbol:   method %s()";
    String ofAResult = call + "\n  location: class dev.cnilab.lab.workload.Pods";
    for (String complaint : List.of(call.formatted("xyz"), ofAResult.formatted("pign"))) {
      assertThat(Failure.refused(complaint, "x()", 0, FUNCTIONS))
          .endsWith("help() lists what you can call.");
    }
  }

  @Test
  void a_call_with_wrong_arguments_points_to_the_help_of_the_function() {
    String complaint =
        "no suitable method found for ping(java.lang.String)\n"
            + "    method dev.cnilab.lab.LabNetwork.ping(java.lang.String,java.lang.String) is not"
            + " applicable";
    assertThat(Failure.refused(complaint, "ping(\"a\")", 0, FUNCTIONS))
        .startsWith(
            "no suitable method found for ping(String)",
            "    method LabNetwork.ping(String,String) is not applicable")
        .endsWith("help(\"ping\") shows how it is called.");
  }

  @Test
  void an_unrelated_compile_error_is_shown_without_a_hint() {
    assertThat(Failure.refused("missing return value", "return", 0, FUNCTIONS))
        .containsExactly("missing return value", "    return", "    ^");
  }

  @Test
  void an_incomplete_cell_is_shown_with_what_is_missing() {
    assertThat(Failure.cutShort("ping(\"a\""))
        .containsExactly("a bracket or a quotation mark is still open", "    ping(\"a\"");
  }
}
