package dev.cnilab.lab.cni;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCniTest {

  private static final String FLANNEL =
      """
      {"name": "cbr0", "cniVersion": "1.0.0",
       "plugins": [{"type": "flannel"}, {"type": "portmap"}]}
      """;

  private static final String BINARIES =
      """
      ### binaries
      total 9000
      drwxr-xr-x 2 root root    4096 Nov 23 23:08 .
      drwxr-xr-x 3 root root    4096 Nov 23 23:07 ..
      -rwxr-xr-x 1 root root 2887842 Nov 23 23:08 flannel
      -rwxr-xr-x 1 root root 3543202 Nov 23 23:07 portmap
      -rw-r--r-- 1 root root     100 Nov 23 23:07 README
      """;

  private static NodeCni node(String files) {
    return NodeCni.read("worker-1", Printed.of(files + BINARIES));
  }

  private static String file(String name, String text) {
    return "### /etc/cni/net.d/" + name + "\n" + text + "\n";
  }

  @Test
  void the_first_file_with_a_valid_extension_wins() {
    NodeCni node =
        node(
            file("00-copy.yaml", FLANNEL)
                + file("05-copy.conflist", FLANNEL)
                + file("10-flannel.conflist", FLANNEL));
    assertThat(node.winner().orElseThrow().name()).isEqualTo("05-copy.conflist");
    assertThat(node.original().orElseThrow().name()).isEqualTo("10-flannel.conflist");
  }

  @Test
  void a_hidden_file_is_read_and_sorts_before_digits() {
    List<String> asked = new ArrayList<>();
    NodeCni.of(
        "worker-1",
        line -> {
          asked.add(line);
          return Printed.of("");
        });
    assertThat(asked).singleElement().asString().contains("/etc/cni/net.d/.[!.]*");
    NodeCni node =
        node(file("10-flannel.conflist", FLANNEL) + file(".10-flannel.conflist", FLANNEL));
    assertThat(node.winner().orElseThrow().name()).isEqualTo(".10-flannel.conflist");
  }

  @Test
  void a_copy_that_sorts_first_replaces_the_original() {
    String copy = file("05-old.conflist", FLANNEL);
    String original = file("10-flannel.conflist", FLANNEL);
    assertThat(node(copy + original).inPlaceOfTheOriginal())
        .contains("05-old.conflist is used in place of 10-flannel.conflist");
    assertThat(node(original + file("99-old.conflist", FLANNEL)).inPlaceOfTheOriginal()).isEmpty();
    assertThat(node("").inPlaceOfTheOriginal()).isEmpty();
  }

  @Test
  void a_healthy_node_lists_its_plugins_and_binaries_without_a_problem() {
    NodeCni node = node(file("10-flannel.conflist", FLANNEL));
    assertThat(node.winner().orElseThrow().plugins()).containsExactly("flannel", "portmap");
    assertThat(node.binaries()).containsExactly("flannel", "portmap");
    assertThat(node.problem()).isEmpty();
    assertThat(node.usesFlannel()).isTrue();
  }

  @Test
  void a_file_that_is_not_executable_is_not_a_binary() {
    assertThat(node("").binaries()).doesNotContain("README");
  }

  @Test
  void an_empty_configuration_directory_is_the_problem() {
    assertThat(node("").problem().orElseThrow()).contains("/etc/cni/net.d");
  }

  @Test
  void a_misspelled_plugin_is_named_with_its_configuration_file() {
    NodeCni node = node(file("10-flannel.conflist", FLANNEL.replace("flannel", "flannelx")));
    assertThat(node.missingBinaries()).containsExactly("flannelx");
    assertThat(node.problem().orElseThrow()).contains("10-flannel.conflist", "flannelx");
  }

  @Test
  void a_truncated_file_is_reported_with_the_position_of_the_json_error() {
    NodeCni node = node(file("10-flannel.conflist", FLANNEL.substring(0, 40)));
    assertThat(node.problem().orElseThrow())
        .matches("10-flannel.conflist is not JSON: [^(]+ \\(line \\d+, column \\d+\\)");
  }

  @Test
  void a_conflist_without_plugins_is_a_problem_and_a_single_conf_is_not() {
    assertThat(new ConfigFile("a.conflist", "{\"name\": \"x\"}").problem())
        .contains("names no plugin");
    assertThat(new ConfigFile("a.conflist", "[]").problem()).contains("not a JSON object");
    ConfigFile single = new ConfigFile("10-bridge.conf", "{\"name\": \"x\", \"type\": \"bridge\"}");
    assertThat(single.problem()).isEmpty();
    assertThat(single.plugins()).containsExactly("bridge");
  }

  @Test
  void the_table_says_which_file_is_used_and_why_the_others_are_not() {
    NodeCni node =
        node(file("10-flannel.conflist", FLANNEL) + file("10-flannel.conflist.bak", FLANNEL));
    assertThat(new CniConfiguration(List.of(node)).view().text())
        .contains("✓ yes, it is the first")
        .contains("no, its ending does not count")
        .contains("flannel → portmap");
  }

  @Test
  void a_node_without_files_has_its_own_row() {
    assertThat(new CniConfiguration(List.of(node(""))).view().text()).contains("(no file)");
  }
}
