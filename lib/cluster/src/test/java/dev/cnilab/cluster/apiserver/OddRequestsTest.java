package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests that hardly any client but Kubernetes' own tests sends. */
class OddRequestsTest extends OddRequests {
  @Test
  void a_second_default_priority_class_is_rejected() {
    String path = "/apis/scheduling.k8s.io/v1/priorityclasses";
    String body = "{\"metadata\": {\"name\": \"%s\"}, \"value\": 1, \"globalDefault\": true}";
    send("POST", path, body.formatted("p"));

    assertThat(send("POST", path, body.formatted("q")).path("message").asText())
        .isEqualTo(
            "priorityclasses.scheduling.k8s.io \"q\" is forbidden: PriorityClass p is already"
                + " marked as default. Only one default can exist");
    send("DELETE", path + "/p", "{}");
  }

  @Test
  void a_number_beyond_the_range_of_a_double_is_rejected() {
    JsonNode answer =
        send(
            "POST",
            "/apis/apps/v1/namespaces/default/controllerrevisions",
            "{\"metadata\": {\"name\": \"r\"}, \"revision\": 1, \"data\": {\"a\": 1e999}}");
    assertThat(answer.path("message").asText())
        .isEqualTo(
            "ControllerRevision in version \"v1\" cannot be handled as a ControllerRevision: json:"
                + " cannot unmarshal number 1e999 into Go value of type float64");
  }

  @Test
  void dots_and_semicolons_are_not_removed_from_the_path() {
    for (String path :
        List.of("/api/v1/./namespaces", "/livez/../version", "/api/v1/namespaces;x")) {
      assertThat(server.send("GET", path, "", "").statusCode()).as(path).isEqualTo(404);
    }
    assertThat(send("GET", "/api/v1/namespaces/..", "").path("message").asText())
        .isEqualTo("Name parameter invalid: \"..\": may not be '..'");
  }

  @Test
  void delete_options_of_another_kind_are_rejected() {
    send("POST", "/api/v1/namespaces/default/configmaps", "{\"metadata\": {\"name\": \"kept\"}}");
    String path = "/api/v1/namespaces/default/configmaps/kept";

    assertThat(
            send("DELETE", path, "{\"kind\": \"Other\", \"apiVersion\": \"v1\"}")
                .path("code")
                .asInt())
        .isEqualTo(400);
    assertThat(send("GET", path, "").path("kind").asText()).isEqualTo("ConfigMap");
  }

  @Test
  void a_deprecated_event_count_of_0_counts_as_absent() {
    JsonNode event =
        send(
            "POST",
            "/apis/events.k8s.io/v1/namespaces/default/events",
            """
            {"metadata": {"name": "e"}, "eventTime": "2026-01-01T00:00:00.000000Z",
             "deprecatedCount": 0, "type": "Normal", "action": "Do", "reason": "Test",
             "reportingController": "c", "reportingInstance": "i",
             "regarding": {"namespace": "default"}}\
            """);

    assertThat(event.at("/metadata/uid").asText()).as(event.toString()).isNotEmpty();
  }

  @Test
  void a_service_keeps_its_cluster_ips_if_only_the_list_is_omitted() {
    String services = "/api/v1/namespaces/default/services";
    String service = "{\"metadata\": {\"name\": \"s\"}, \"spec\": {%s\"ports\": [{\"port\": 80}]}}";
    String address = send("POST", services, service.formatted("")).at("/spec/clusterIP").asText();

    JsonNode replaced =
        send("PUT", services + "/s", service.formatted("\"clusterIP\": \"" + address + "\", "));

    assertThat(replaced.at("/spec/clusterIPs/0").asText())
        .as(replaced.toString())
        .isEqualTo(address);
  }

  @Test
  void a_stateful_set_may_mount_only_its_volumes_and_claim_templates() {
    JsonNode set =
        send(
            "POST",
            "/apis/apps/v1/namespaces/default/statefulsets",
            """
            {"metadata": {"name": "claims"}, "spec": {"selector": {"matchLabels": {"a": "b"}},
             "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c",
               "image": "nginx", "volumeMounts": [{"name": "www", "mountPath": "/a"},
                 {"name": "nosuch", "mountPath": "/b"}],
               "volumeDevices": [{"name": "raw", "devicePath": "/dev/c"}]}]}},
             "volumeClaimTemplates": [
               {"metadata": {"name": "www"}, "spec": {"accessModes": ["ReadWriteOnce"],
                 "resources": {"requests": {"storage": "1Gi"}}}},
               {"metadata": {"name": "raw"}, "spec": {"accessModes": ["ReadWriteOnce"],
                 "volumeMode": "Block", "resources": {"requests": {"storage": "1Gi"}}}}]}}\
            """);

    assertThat(set.path("message").asText())
        .isEqualTo(
            "StatefulSet.apps \"claims\" is invalid:"
                + " spec.template.spec.containers[0].volumeMounts[1].name: Not found: \"nosuch\"");
  }

  @Test
  void the_v1_status_of_a_new_autoscaler_has_zero_replicas() {
    JsonNode autoscaler =
        send(
            "POST",
            "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers",
            """
            {"metadata": {"name": "h"}, "spec": {"maxReplicas": 3,
             "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}}}\
            """);

    assertThat(autoscaler.path("status"))
        .isEqualTo(Json.parse("{\"currentReplicas\": 0, \"desiredReplicas\": 0}"));
  }

  @Test
  void a_finalize_request_may_change_annotations() {
    server.create(ResourceTypes.NAMESPACES, "{metadata: {name: marked}}");

    JsonNode namespace =
        send(
            "PUT",
            "/api/v1/namespaces/marked/finalize",
            "{\"metadata\": {\"name\": \"marked\", \"annotations\": {\"a\": \"1\"}}, \"spec\":"
                + " {\"finalizers\": [\"kubernetes\"]}}");

    assertThat(namespace.at("/metadata/annotations/a").asText())
        .as(namespace.toString())
        .isEqualTo("1");
  }

  /** As Go's net/url: beyond ten thousand parameters there are none. */
  @Test
  void a_query_of_very_many_parameters_has_none() {
    String path = "/api/v1/namespaces/default/configmaps";
    send("POST", path + "?dryRun=All" + "&a".repeat(9_999), "{\"metadata\": {\"name\": \"q1\"}}");
    assertThat(send("GET", path + "/q1", "").path("reason").asText()).isEqualTo("NotFound");
    send("POST", path + "?dryRun=All" + "&a".repeat(10_000), "{\"metadata\": {\"name\": \"q1\"}}");
    assertThat(send("GET", path + "/q1", "").at("/metadata/name").asText()).isEqualTo("q1");
  }

  @Test
  void strict_validation_rejects_duplicate_and_unknown_fields() {
    assertThat(
            send(
                    "POST",
                    "/apis/apps/v1/namespaces/default/deployments?fieldValidation=Strict",
                    """
                    {"metadata": {"name": "d"}, "spec": {"colour": "red", "replicas": 1,
                     "replicas": 2, "template": {"spec": {"containers": [
                       {"name": "a", "name": "b"}]}}}}\
                    """)
                .path("message")
                .asText())
        .endsWith(
            "strict decoding error: unknown field \"spec.colour\", duplicate field"
                + " \"spec.replicas\", duplicate field \"spec.template.spec.containers[0].name\"");
  }

  private static String applied(String more) {
    return Json.parse(
            server
                .send(
                    "PATCH",
                    "/apis/apps/v1/namespaces/default/deployments/d?fieldManager=m"
                        + "&fieldValidation=Strict",
                    "application/apply-patch+yaml",
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: d}
                    spec:
                      selector: {matchLabels: {app: d}}
                      template:
                        metadata: {labels: {app: d}}
                        spec:
                          containers:
                          - name: app
                            image: nginx
                            %s
                    """
                        .formatted(more))
                .body())
        .path("message")
        .asText();
  }

  @Test
  void an_apply_configuration_with_an_unknown_field_is_rejected() {
    assertThat(applied("colour: red"))
        .isEqualTo(
            "failed to create typed patch object (/d; apps/v1, Kind=Deployment):"
                + " .spec.template.spec.containers[name=\"app\"].colour: field not declared in"
                + " schema");
  }

  @Test
  void an_apply_configuration_with_a_duplicate_field_is_rejected() {
    assertThat(applied("image: httpd"))
        .isEqualTo(
            "error strict decoding patch: error converting YAML to JSON: yaml: unmarshal"
                + " errors:\n  line 12: key \"image\" already set in map");
  }

  private static final String CERTIFICATE =
      Authority.create(new Random(1), Instant.EPOCH).certificate();

  private static String bundle(String name, String signer) {
    return send(
            "POST",
            "/apis/certificates.k8s.io/v1/clustertrustbundles",
            """
            {"metadata": {"name": "%s"}, "spec": {"signerName": "%s", "trustBundle": %s}}\
            """
                .formatted(name, signer, Json.text(TextNode.valueOf(CERTIFICATE))))
        .path("message")
        .asText();
  }

  @Test
  void the_name_of_a_trust_bundle_must_start_with_its_signer() {
    assertThat(bundle("a.b:c:one", "a.b/c")).isEmpty();
    assertThat(bundle("one", "a.b/c"))
        .endsWith("ClusterTrustBundle for signerName a.b/c must be named with prefix a.b:c:");
    assertThat(bundle("a.b:c:one", ""))
        .endsWith("ClusterTrustBundle without signer name must not have \":\" in its name");
  }

  @Test
  void the_status_of_a_device_taint_rule_can_be_patched() {
    String rules = "/apis/resource.k8s.io/v1/devicetaintrules";
    server.send(
        "POST",
        rules + "?fieldValidation=Strict",
        "application/json",
        """
        {"apiVersion": "resource.k8s.io/v1", "kind": "DeviceTaintRule", "metadata": {"name": "r"},
         "spec": {"deviceSelector": {"driver": "d.example.com"},
                  "taint": {"key": "k", "effect": "NoSchedule"}},
         "status": {}}
        """);
    HttpResponse<String> answered =
        server.send(
            "PATCH",
            rules + "/r/status",
            "application/strategic-merge-patch+json",
            """
            {"status": {"conditions": [{"type": "EvictionInProgress", "status": "False",
              "reason": "R", "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            """);
    assertThat(Json.parse(answered.body()).at("/status/conditions/0/type").asText())
        .as(answered.body())
        .isEqualTo("EvictionInProgress");
  }
}
