package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Base64Text;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook may refuse a write or change it, and nothing else, whatever it answers. */
class HostileWebhookTest {
  private static final String MAP = "{metadata: {name: m, namespace: default}, data: {a: b}}";

  private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiCore core = loop.call(() -> new ApiCore(loop));

  @BeforeEach
  void start() {
    Requester administrator = Requester.of(User.apiServer());
    for (String name : List.of("default", "kube-system")) {
      loop.call(
          () ->
              core.registry()
                  .create(
                      ResourceTypes.NAMESPACES,
                      Yaml.object("{metadata: {name: " + name + "}}"),
                      administrator));
    }
    loop.call(
        () ->
            core.registry().create(ResourceTypes.MUTATING_WEBHOOKS, hook("Ignore"), administrator));
  }

  private static KubeObject hook(String failurePolicy) {
    return Yaml.object(
        """
        {apiVersion: admissionregistration.k8s.io/v1, metadata: {name: hook}, webhooks: [
          {name: hook.example.com, sideEffects: None, admissionReviewVersions: [v1],
           failurePolicy: %s, clientConfig: {url: 'https://10.0.0.1/'}, rules: [
             {apiGroups: ['', apps], apiVersions: [v1], operations: [CREATE, UPDATE],
              resources: [configmaps, deployments]}]}]}
        """
            .formatted(failurePolicy));
  }

  /** From now on the write fails if the webhook does. */
  private void failuresCount() {
    loop.call(
        () ->
            core.registry()
                .update(
                    ResourceTypes.MUTATING_WEBHOOKS, hook("Fail"), Requester.of(User.apiServer())));
  }

  @AfterEach
  void end() {
    loop.close();
  }

  private boolean exists() {
    return loop.call(
        () -> core.registry().find(ResourceTypes.CONFIG_MAPS, "default", "m").isPresent());
  }

  /** Writes, while the webhook answers with a response. */
  private KubeObject written(String response, Function<Requester, KubeObject> write) {
    return loop.call(
        () -> {
          Requester requester = Requester.of(User.apiServer());
          while (true) {
            try {
              return write.apply(requester);
            } catch (AnswersWanted wanted) {
              requester = requester.with(requester.verdicts().with(answers(wanted, response)));
            }
          }
        });
  }

  private static Map<String, WebhookAnswer> answers(AnswersWanted wanted, String response) {
    Map<String, WebhookAnswer> answers = new HashMap<>();
    for (WebhookCall call : wanted.calls()) {
      answers.put(call.key(), new WebhookAnswer.Reviewed(Json.parse(response)));
    }
    return answers;
  }

  private KubeObject created(String response) {
    return written(
        response,
        requester ->
            core.registry().create(ResourceTypes.CONFIG_MAPS, Yaml.object(MAP), requester));
  }

  private KubeObject updated(String response) {
    KubeObject changed =
        Yaml.object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}, data: {a:"
                + " c}}");
    return written(
        response,
        requester -> core.registry().update(ResourceTypes.CONFIG_MAPS, changed, requester));
  }

  private static String patch(String operations) {
    return Json.object()
        .put("allowed", true)
        .put("patchType", "JSONPatch")
        .put("patch", Base64Text.encoded(operations))
        .toString();
  }

  private static String set(String field, String value) {
    return patch("[{\"op\":\"add\",\"path\":\"%s\",\"value\":%s}]".formatted(field, value));
  }

  private static void assertRefused(Runnable write, int code, String words) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"op\":\"replace\",\"path\":\"/data\",\"value\":5}]",
        "[{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":{}}]",
        "[{\"op\":\"replace\",\"path\":\"/metadata\",\"value\":[]}]",
        "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":\"x\"}]",
        "[{\"op\":\"replace\",\"path\":\"/kind\",\"value\":\"Node\"}]",
        "[{\"op\":\"remove\",\"path\":\"/nowhere\"}]",
        "[{\"op\":\"fly\",\"path\":\"/data\"}]",
        "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
        "[null]",
      })
  void a_patch_that_does_not_fit_is_an_internal_error(String operations) {
    assertThatThrownBy(() -> created(patch(operations)))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(500))
        .hasMessageContaining("Internal error occurred: ")
        .hasMessageNotContaining("occurred: Internal error");
    assertThat(exists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[5]", "{\"op\":\"remove\"}", "[["})
  void a_patch_that_is_none_is_a_failure_which_may_be_ignored(String operations) {
    assertThat(created(patch(operations)).at("/data/a").asText()).isEqualTo("b");
  }

  @Test
  void a_patch_that_nests_an_object_too_deeply_is_an_internal_error() {
    String deep = "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000);
    assertRefused(() -> created(set("/deep", deep)), 500, "exceeded max depth");
    StringBuilder operations = new StringBuilder("[");
    for (int i = 0; i < 20; i++) {
      String path = "/deep" + "/a".repeat(i * 450);
      operations
          .append(i == 0 ? "" : ",")
          .append("{\"op\":\"add\",\"path\":\"%s\",\"value\":".formatted(path))
          .append("{\"a\":".repeat(450))
          .append("1")
          .append("}".repeat(450))
          .append("}");
    }
    assertRefused(() -> created(patch(operations + "]")), 500, "exceeded max depth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": null}",
        "{\"allowed\": true, \"patch\": \"\", \"patchType\": null}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"W10=\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"bnVsbA==\"}",
        "{\"allowed\": true, \"patchType\": \"MergePatch\", \"patch\": \"W10=\"}",
      })
  void an_empty_patch_changes_nothing(String response) {
    failuresCount();
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": null, \"patchType\": null}",
        "{\"allowed\": true, \"patch\": \"\"}",
      })
  void an_empty_patch_of_a_validating_webhook_is_none(String response) {
    loop.call(
        () -> {
          Requester administrator = Requester.of(User.apiServer());
          core.registry().create(ResourceTypes.VALIDATING_WEBHOOKS, hook("Fail"), administrator);
          return core;
        });
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
  }

  @Test
  void a_patch_of_an_unknown_type_is_a_failure_which_may_be_ignored() {
    String response =
        patch("[{\"op\":\"remove\",\"path\":\"/data\"}]").replace("JSONPatch", "MergePatch");
    assertThat(created(response).at("/data/a").asText()).isEqualTo("b");
    failuresCount();
    assertRefused(
        () -> updated(response),
        500,
        "failed calling webhook \"hook.example.com\": unsupported patch type \"MergePatch\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"allowed\": true, \"patch\": \"W10=\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"no base64!\"}",
        "{\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": 5}",
        "{\"allowed\": true, \"patchType\": \"\", \"patch\": \"W10=\"}",
      })
  void an_answer_that_contradicts_itself_is_a_failure_which_may_be_ignored(String response) {
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
  void no_webhook_is_waited_for_too_long_or_where_none_can_be(String field) {
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
  void no_two_webhooks_of_a_configuration_share_a_name(String kind) {
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
  void what_the_type_does_not_have_is_dropped() {
    assertThat(created(set("/spec", "{\"a\": 1}")).json().has("spec")).isFalse();
  }

  @Test
  void what_the_server_writes_into_a_new_object_is_not_the_webhooks() {
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
  void a_status_with_its_own_subresource_is_not_the_webhooks() {
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
  void no_object_takes_another_s_place() {
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
  void an_answer_counts_only_for_the_version_that_the_webhook_was_asked_about() {
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
