package dev.cnilab.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.Yaml;
import dev.cnilab.cluster.object.KubeObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAffinityTest {
  private static final KubeObject NODE =
      Yaml.object(
          "{apiVersion: v1, kind: Node, metadata: {name: n, labels: {zone: a, cores: '8'}}}");

  private static NodeAffinity affinity(String json) {
    return NodeAffinity.of(
        Yaml.object(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {affinity: {nodeAffinity: "
                + json
                + "}}}"));
  }

  private static NodeAffinity required(String terms) {
    return affinity(
        "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: " + terms + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                                   | false",
        "[{}]                                                                 | false",
        "[{matchExpressions: [{key: zone, operator: In, values: [a, b]}]}]    | true",
        "[{matchExpressions: [{key: zone, operator: NotIn, values: [a, b]}]}] | false",
        "[{matchExpressions: [{key: cores, operator: Gt, values: ['4']}]}]    | true",
        "[{matchFields: [{key: metadata.name, operator: In, values: [n]}]}]   | true",
        "[{matchExpressions: [{key: zone, operator: Like, values: [a]}]}]     | false",
        "[{matchExpressions: [{key: zone, operator: Like}]}, {matchExpressions: [{key: zone,"
            + " operator: Exists}]}] | true",
      })
  void a_required_term_matches_as_expected(String terms, boolean does) {
    assertThat(required(terms).matches(NODE)).isEqualTo(does);
  }

  @Test
  void the_weights_of_preferred_terms_are_added() {
    NodeAffinity two =
        affinity(
            "{preferredDuringSchedulingIgnoredDuringExecution: [{weight: 3, preference:"
                + " {matchExpressions: [{key: zone, operator: Exists}]}},{weight: 4, preference:"
                + " {matchExpressions: [{key: zone, operator: Like}]}},{weight: 5, preference:"
                + " {matchExpressions: [{key: cores, operator: Exists}]}}]}");
    assertThat(two.preference(NODE)).isEqualTo(8);
  }

  @Test
  void only_a_metadata_name_term_selects_a_single_node() {
    assertThat(
            required("[{matchFields: [{key: metadata.name, operator: In, values: [n]}]}]")
                .onlyNode())
        .contains("n");
    assertThat(
            required("[{matchExpressions: [{key: zone, operator: In, values: [a]}]}]").onlyNode())
        .isEmpty();
  }
}
