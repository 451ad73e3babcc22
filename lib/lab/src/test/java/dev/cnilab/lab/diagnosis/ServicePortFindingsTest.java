package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about Services and the DNS server. */
class ServicePortFindingsTest extends FlannelPictures {
  @Test
  void a_service_that_selects_no_pod_is_found() {
    Json service =
        Json.parse(
            """
            {"metadata": {"name": "db", "namespace": "shop"}, "spec": {"selector": {"app": "database"}}}\
            """);
    NodePicture node = node(1, sections(1, 2), List.of(conflist()), PROGRAMS);
    Findings findings = Findings.in(picture(node, Map.of("services", List.of(service))));
    assertThat(findings.causes()).extracting(Suspicion::where).containsExactly("service shop/db");
    assertThat(findings.inWords()).contains("{app=database}, which no pod has");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name': 'db', 'namespace': 'shop'} | {'app': 'web'} | {'port': 80, 'protocol': 'TCP',"
            + " 'targetPort': 'sql'} | service-target-port",
        "{'name': 'kube-dns', 'namespace': 'kube-system'} | {} | {'port': 54, 'protocol': 'UDP',"
            + " 'targetPort': 53} | dns-port",
        "{'name': 'kube-dns', 'namespace': 'kube-system'} | {} | {'port': 53, 'protocol': 'UDP',"
            + " 'targetPort': 53} | dns-not-ready",
      })
  void service_ports_that_lead_nowhere_are_found(
      String metadata, String selector, String port, String cause) {
    Json service =
        Json.parse(
            "{'metadata': %s, 'spec': {'clusterIP': '10.96.0.10', 'selector': %s, 'ports': [%s]}}"
                .formatted(metadata, selector, port)
                .replace('\'', '"'));
    NodePicture node = node(1, sections(1, 2), List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(node, Map.of("services", List.of(service))))).containsExactly(cause);
  }

  @Test
  void an_unschedulable_dns_server_is_found_with_the_message_of_the_scheduler() {
    ClusterPicture seen = with(sections(1, 2));
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "coredns-1-x", "namespace": "kube-system", "uid": "u9", "labels": {"k8s-app": "kube-dns"}, "ownerReferences": [{"kind": "ReplicaSet", "name": "coredns-1"}]}, "spec": {}, "status": {"phase": "Pending"}}\
                """));
    Json event =
        Json.parse(
            """
            {"involvedObject": {"uid": "u9"}, "reason": "FailedScheduling", "message": "0/3 nodes are available"}\
            """);
    Findings findings =
        Findings.in(
            new ClusterPicture(
                seen.nodes(),
                List.of(waiting),
                Map.of("events", List.of(event)),
                List.of(),
                seen.policies(),
                List.of(),
                Map.of(),
                List.of(),
                List.of()));
    assertThat(findings.causes())
        .extracting(Suspicion::cause, Suspicion::where)
        .containsExactly(tuple("dns-not-running", "deployment kube-system/coredns"));
    assertThat(findings.inWords()).contains("0/3 nodes are available");
  }
}
