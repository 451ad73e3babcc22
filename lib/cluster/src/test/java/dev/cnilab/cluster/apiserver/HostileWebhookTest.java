package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook may refuse a write or change it, and nothing else, whatever it answers. */
class HostileWebhookTest extends HostileWebhooks {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": \"W10=\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"no base64!\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": 5}",
        "{\"allowed\": true, \"patchType\": \"\", \"patch\": \"W10=\"}",
      })
  void a_contradictory_webhook_response_is_a_failure_that_can_be_ignored(String response) {
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeoutSeconds: 0",
        "timeoutSeconds: 31",
        "name: short",
        "name: 'a/b.c.d'",
        "name: A.b.c",
        "clientConfig: {}",
        "clientConfig: {url: 'http://10.0.0.1/'}",
        "clientConfig: {url: 'https://me@10.0.0.1/'}",
        "clientConfig: {url: 'https://10.0.0.1/?a=b'}",
        "clientConfig: {url: 'https://10.0.0.1/#f'}",
        "clientConfig: {url: 'https:///'}",
        "clientConfig: {url: 'https://a b/'}",
        "clientConfig: {service: {name: s, namespace: n}, url: 'https://10.0.0.1/'}",
        "clientConfig: {service: {name: s, namespace: n, port: 70000}}",
        "clientConfig: {service: {name: '', namespace: n}}",
      })
  void a_webhook_with_an_invalid_timeout_name_or_address_is_rejected(String field) {
    String hook = "name: bad.example.com, clientConfig: {url: 'https://10.0.0.1/'}";
    String changed =
        hook.replaceAll(field.startsWith("name") ? "name: [^,]*" : "clientConfig: .*", field);
    if (field.startsWith("timeout")) {
      changed = hook + ", " + field;
    }
    KubeObject bad =
        Yaml.object(
            "{metadata: {name: bad}, webhooks: [{sideEffects: None, admissionReviewVersions: [v1],"
                + " %s}]}".formatted(changed));
    assertRefused(
        () ->
            loop.call(
                () ->
                    core.registry()
                        .create(
                            ResourceTypes.MUTATING_WEBHOOKS, bad, Requester.of(User.apiServer()))),
        422,
        "webhooks[0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mutating", "validating"})
  void duplicate_webhook_names_are_rejected(String kind) {
    String hook =
        "{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig:"
            + " {url: 'https://10.0.0.1/'}}";
    KubeObject twice =
        Yaml.object("{metadata: {name: twice}, webhooks: [%s, %s]}".formatted(hook, hook));
    ResourceType type =
        kind.equals("mutating")
            ? ResourceTypes.MUTATING_WEBHOOKS
            : ResourceTypes.VALIDATING_WEBHOOKS;
    assertRefused(
        () -> loop.call(() -> core.registry().create(type, twice, Requester.of(User.apiServer()))),
        422,
        "webhooks[1].name: Duplicate value: \"a.example.com\"");
  }

  @Test
  void unknown_fields_of_a_webhook_patch_are_dropped() {
    assertThat(created(set("/spec", "{\"a\": 1}")).json().has("spec")).isFalse();
  }

  @Test
  void a_webhook_cannot_set_the_system_metadata_of_a_new_object() {
    KubeObject made =
        created(
            patch(
                """
                [{"op":"add","path":"/metadata/uid","value":"mine"},
                 {"op":"add","path":"/metadata/creationTimestamp","value":"1970-01-01T00:00:00Z"},
                 {"op":"add","path":"/metadata/deletionTimestamp","value":"1970-01-01T00:00:00Z"},
                 {"op":"add","path":"/metadata/resourceVersion","value":"7"},
                 {"op":"add","path":"/metadata/selfLink","value":"/mine"},
                 {"op":"add","path":"/metadata/labels","value":{"x":"y"}}]
                """));
    JsonNode metadata = made.at("/metadata");
    assertThat(metadata.path("uid").asText()).hasSize(36);
    assertThat(metadata.path("creationTimestamp").asText()).doesNotStartWith("1970");
    assertThat(metadata.has("deletionTimestamp")).isFalse();
    assertThat(metadata.has("selfLink")).isFalse();
    assertThat(metadata.at("/labels/x").asText()).isEqualTo("y");
  }

  @Test
  void a_webhook_cannot_change_a_status_that_has_a_subresource() {
    KubeObject deployment =
        Yaml.object(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: default}, spec:"
                + " {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
                + " {containers: [{name: c, image: i}]}}}}");
    String response = set("/status", "{\"readyReplicas\": 7}");

    KubeObject made =
        written(
            response,
            requester -> core.registry().create(ResourceTypes.DEPLOYMENTS, deployment, requester));
    assertThat(made.at("/status/readyReplicas").isMissingNode()).isTrue();
    KubeObject changed =
        written(
            response,
            requester ->
                core.registry()
                    .update(
                        ResourceTypes.DEPLOYMENTS,
                        deployment.edit(json -> json.withObject("/spec").put("replicas", 2)),
                        requester));
    assertThat(changed.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(changed.at("/status")).isEqualTo(made.at("/status"));
  }

  @Test
  void a_webhook_cannot_change_the_identity_of_an_object() {
    KubeObject made = created("{\"allowed\": true}");
    String immutable = "field is immutable";

    assertRefused(() -> updated(set("/metadata/name", "\"n\"")), 422, immutable);
    assertRefused(() -> updated(set("/metadata/uid", "\"u\"")), 422, immutable);
    assertRefused(
        () -> updated(set("/metadata/namespace", "\"kube-system\"")),
        400,
        "the namespace of the provided object does not match the namespace sent on the request");
    assertRefused(
        () -> created(set("/metadata/namespace", "\"kube-system\"")),
        400,
        "the namespace of the provided object does not match the namespace sent on the request");
    assertThat(updated(set("/metadata/deletionTimestamp", "\"1970-01-01T00:00:00Z\"")).uid())
        .isEqualTo(made.uid());
  }

  @Test
  void a_webhook_answer_applies_only_to_the_version_it_was_asked_about() {
    created("{\"allowed\": true}");
    List<String> asked = new ArrayList<>();
    Requester requester = Requester.of(User.apiServer());
    for (int i = 0; i < 2; i++) {
      loop.call(
          () -> {
            try {
              return core.registry().update(ResourceTypes.CONFIG_MAPS, Yaml.object(MAP), requester);
            } catch (AnswersWanted wanted) {
              return asked.add(wanted.calls().getFirst().key());
            }
          });
      updated(set("/data", "{\"i\":\"" + i + "\"}"));
    }
    assertThat(asked).hasSize(2).doesNotHaveDuplicates();
  }
}
