package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NetworkPolicies are completed and refused as by the real API server. */
class PolicyValidationTest {
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @Test
  void missing_policy_types_are_derived_from_the_rules() {
    assertThat(create("only-in", "{podSelector: {}}").at("/spec/policyTypes").toString())
        .isEqualTo("[\"Ingress\"]");
    assertThat(create("both", "{podSelector: {}, egress: [{}]}").at("/spec/policyTypes").toString())
        .isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(
            create("out", "{podSelector: {}, policyTypes: [Egress]}")
                .at("/spec/policyTypes")
                .toString())
        .isEqualTo("[\"Egress\"]");
  }

  @Test
  void a_policy_port_without_a_protocol_defaults_to_tcp() {
    JsonNode policy = create("tcp", "{podSelector: {}, ingress: [{ports: [{port: 80}]}]}");

    assertThat(policy.at("/spec/ingress/0/ports/0").toString())
        .isEqualTo("{\"port\":80,\"protocol\":\"TCP\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          policyTypes: [In] | spec.policyTypes[0] | Unsupported value: "In": supported values: "Ingress", "Egress"
          policyTypes: [Ingress, Egress, Ingress] | spec.policyTypes | may not specify more than two policyTypes
          ingress: [{from: [{}]}] | spec.ingress[0].from[0] | Required value: must specify a peer
          egress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}] | spec.egress[0].to[0] | Forbidden: may not specify both ipBlock and another peer
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}] | spec.ingress[0].from[0].ipBlock.cidr | must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.300/8}}]}] | spec.ingress[0].from[0].ipBlock.cidr | must be a valid CIDR value
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}] | spec.ingress[0].from[0].ipBlock.cidr | must be a valid CIDR value
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}] | spec.ingress[0].from[0].ipBlock.except[0] | Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}] | spec.ingress[0].from[0].ipBlock.except[0] | must be a strict subset of `cidr`
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [nowhere]}}]}] | spec.ingress[0].from[0].ipBlock.except[0] | must be a valid CIDR value
          ingress: [{ports: [{port: 0}]}] | spec.ingress[0].ports[0].port | Invalid value: 0: must be between 1 and 65535, inclusive
          ingress: [{ports: [{port: 70000}]}] | spec.ingress[0].ports[0].port | must be between 1 and 65535, inclusive
          ingress: [{ports: [{port: Web}]}] | spec.ingress[0].ports[0].port | must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
          ingress: [{ports: [{port: 80, endPort: 79}]}] | spec.ingress[0].ports[0].endPort | must be greater than or equal to `port`
          ingress: [{ports: [{port: web, endPort: 79}]}] | spec.ingress[0].ports[0].endPort | may not be specified when `port` is non-numeric
          ingress: [{ports: [{endPort: 79}]}] | spec.ingress[0].ports[0].endPort | may not be specified when `port` is not specified
          ingress: [{ports: [{protocol: ICMP}]}] | spec.ingress[0].ports[0].protocol | Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"
          podSelector: {matchExpressions: [{key: a, operator: In}]} | spec.podSelector.matchExpressions[0].values | Required value: must be specified when `operator` is 'In' or 'NotIn'
          podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | spec.podSelector.matchExpressions[0].values | Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'
          podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]} | spec.podSelector.matchExpressions[0].operator | Invalid value: "Is": not a valid selector operator
          podSelector: {matchLabels: {a: b c}} | spec.podSelector.matchLabels | Invalid value: "b c": a valid label must be
          podSelector: {matchExpressions: [{key: a b, operator: Exists}]} | spec.podSelector.matchExpressions[0].key | name part must consist of
          """)
  void an_invalid_policy_is_rejected_with_the_field(String spec, String field, String message) {
    String whole = spec.startsWith("podSelector") ? spec : "podSelector: {}, " + spec;

    JsonNode status = create("wrong", "{" + whole + "}");

    assertThat(status.path("code").asInt()).as(status.toString()).isEqualTo(422);
    assertThat(StreamSupport.stream(status.at("/details/causes").spliterator(), false))
        .as(status.path("message").asText())
        .anySatisfy(
            cause -> {
              assertThat(cause.path("field").asText()).isEqualTo(field);
              assertThat(cause.path("message").asText()).contains(message);
            });
  }

  private static JsonNode create(String name, String spec) {
    return Json.parse(
        server
            .send(
                "POST",
                POLICIES,
                "application/yaml",
                "{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1, metadata: {name: "
                    + name
                    + "}, spec: "
                    + spec
                    + "}")
            .body());
  }
}
