package dev.cnilab.conformance.netpol.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cnilab.cluster.bootstrap.Cni;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetpolConformanceTest {
  /** All cases but most of the long series of one kind; the command replays them all. */
  private static final List<String> CHOSEN =
      List.of("np-guard/", "recipes/", "k8s-e2e/", "cyclonus/00", "cyclonus/10", "cyclonus/22");

  @Test
  void every_policy_case_of_the_project_agrees() throws Exception {
    assertAgrees(own(), List.of(), Cni.CALICO);
  }

  @Test
  void cases_beside_the_project_agree_with_weave() throws Exception {
    Path directory = beside();
    assumeThat(directory).as("published cases (-Dcnilab.shared=DIR)").isDirectory();
    assertAgrees(directory, List.of("recipes/", "k8s-e2e/", "cyclonus/00"), Cni.WEAVE);
  }

  /** According to Cilium's documentation a block of addresses never matches pods. */
  @Test
  void cilium_agrees_except_where_an_ip_block_selects_pods() throws Exception {
    Path directory = beside();
    assumeThat(directory).as("published cases (-Dcnilab.shared=DIR)").isDirectory();
    List<String> report = new ArrayList<>();

    NetpolConformance.replay(
        directory, List.of("recipes/", "k8s-e2e/", "cyclonus/00"), Cni.CILIUM, report::add);

    assertThat(report.stream().filter(line -> line.startsWith("---")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).matches("--- k8s-e2e/3[456]-.*"));
  }

  @Test
  void every_table_case_of_the_project_agrees_with_weave() throws Exception {
    assertAgrees(own(), List.of("table/"), Cni.WEAVE);
  }

  @Test
  void every_chosen_case_beside_the_project_agrees() throws Exception {
    Path directory = beside();
    assumeThat(directory).as("published cases (-Dcnilab.shared=DIR)").isDirectory();
    assertAgrees(directory, CHOSEN, Cni.CALICO);
  }

  @Test
  void a_differing_pair_of_a_table_is_named_with_both_answers(@TempDir Path directory)
      throws Exception {
    Files.writeString(
        directory.resolve("wrong.jsonl"),
        """
        {"id":"table/wrong","namespaces":[],"pods":[\
        {"namespace":"default","name":"a","labels":{},"ip":"10.244.7.1",\
        "containers":[{"name":"c","ports":[]}],"listening":[]},\
        {"namespace":"default","name":"b","labels":{},"ip":"10.244.7.2",\
        "containers":[{"name":"c","ports":[]}],"listening":[{"protocol":"SCTP","port":7}]}],\
        "steps":[{"actions":[],"probes":[{"protocol":"SCTP","port":7,"scope":"listed",\
        "expected":{"default/a":{"default/b":"denied"},"default/b":{"default/a":"allowed"}}}]}]}
        """);
    List<String> report = new ArrayList<>();

    assertThat(NetpolConformance.replay(directory, List.of(), Cni.CALICO, report::add)).isFalse();

    assertThat(report)
        .containsExactly(
            "--- table/wrong",
            "    step 1: SCTP 7: default/a => default/b: expected denied, found allowed",
            "    step 1: SCTP 7: default/b => default/a: expected allowed, found denied",
            "0 of 1 cases agree");
  }

  @Test
  void a_differing_connection_is_named_with_both_answers(@TempDir Path directory) throws Exception {
    Files.writeString(
        directory.resolve("wrong.jsonl"),
        """
        {"id":"np/wrong","manifests":".","files":["pods.yaml"],"expectedConnections":[\
        {"src":{"namespace":"default","name":"a","kind":"Pod"},\
        "dst":{"external":["0.0.0.0","255.255.255.255"]},"connections":{"TCP":[[80,80]]}},\
        {"dst":{"namespace":"default","name":"a","kind":"Pod"},\
        "src":{"external":["0.0.0.0","255.255.255.255"]},"connections":"all"}]}
        """);
    Files.writeString(
        directory.resolve("pods.yaml"), "{apiVersion: v1, kind: Pod, metadata: {name: a}}");
    List<String> report = new ArrayList<>();

    assertThat(NetpolConformance.replay(directory, List.of(), Cni.CALICO, report::add)).isFalse();

    assertThat(report)
        .containsExactly(
            "--- np/wrong",
            "    default/a[Pod] => 0.0.0.0-255.255.255.255: expected TCP 80, found all",
            "0 of 1 cases agree");
  }

  private static void assertAgrees(Path directory, List<String> names, Cni cni) throws Exception {
    List<String> report = new ArrayList<>();
    boolean agrees = NetpolConformance.replay(directory, names, cni, report::add);
    assertThat(agrees).as(String.join("\n", report)).isTrue();
  }

  private static Path own() {
    return Path.of("captures", "netpol");
  }

  /** The folder of cases beside the project, unless it was cloned alone; set by the build. */
  private static Path beside() {
    return Path.of(System.getProperty("cnilab.shared", "../shared"), "conformance", "netpol");
  }
}
