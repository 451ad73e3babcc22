package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks that change what others have changed, and what they are shown. */
class ReinvokedWebhookTest extends HostileWebhooks {
  private static final String DEPLOYMENT =
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: default}, spec:"
          + " {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
          + " {containers: [{name: c, image: i}]}}}, status: %s}";

  private final List<String> asked = new ArrayList<>();
  private final List<JsonNode> seen = new ArrayList<>();

  @Test
  void webhooks_that_undo_each_other_are_reinvoked_only_once() {
    configure("a", "IfNeeded", "");
    configure("b", "IfNeeded", "");

    KubeObject made = create((hook, seen) -> set("/data/last", "\"" + hook + "\""));

    assertThat(asked).containsExactly("a", "b", "a", "b");
    assertThat(made.at("/data/last").asText()).isEqualTo("b");
  }

  @Test
  void webhooks_are_not_reinvoked_without_a_later_change() {
    configure("a", "IfNeeded", "");
    configure("b", "IfNeeded", "");
    create((hook, seen) -> hook.equals("a") ? set("/data/x", "\"y\"") : "{\"allowed\": true}");
    assertThat(asked).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "/metadata/labels, {}",
    "/spec/replicas, 1",
    "/spec/template/spec/terminationGracePeriodSeconds, 30",
    "/spec/strategy/rollingUpdate/maxSurge, '\"25%\"'",
    "/spec/template/spec/containers/0/ports, []",
    "/metadata/annotations, null"
  })
  void a_patch_without_effect_does_not_reinvoke_webhooks(String field, String value) {
    configure("a", "IfNeeded", "");
    configure("b", "Never", "");
    create(
        ResourceTypes.DEPLOYMENTS,
        DEPLOYMENT.formatted("{}"),
        (hook, object) -> hook.equals("b") ? set(field, value) : "{\"allowed\": true}");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void an_added_container_passes_the_admission_plugins_and_is_shown_again() {
    administer(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: default}}");
    administer(
        ResourceTypes.LIMIT_RANGES,
        "{metadata: {name: l, namespace: default}, spec: {limits: [{type: Container, default: {cpu:"
            + " '1'}, defaultRequest: {cpu: '1'}}]}}");
    configure("a", "IfNeeded", "");
    List<JsonNode> second = new ArrayList<>();

    KubeObject pod =
        create(
            ResourceTypes.PODS,
            "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec:"
                + " {containers: [{name: c, image: i}]}}",
            (hook, object) -> {
              second.add(object.at("/spec/containers/1"));
              return asked.size() > 1
                  ? "{\"allowed\": true}"
                  : set("/spec/containers/-", "{\"name\": \"d\", \"image\": \"i\"}");
            });

    JsonNode added = pod.at("/spec/containers/1");
    assertThat(added.at("/volumeMounts/0/mountPath").asText()).endsWith("serviceaccount");
    assertThat(added.at("/resources/limits/cpu").asText()).isEqualTo("1");
    assertThat(added.path("imagePullPolicy").asText()).isEqualTo("Always");
    assertThat(asked).containsExactly("a", "a");
    assertThat(second.getLast().path("volumeMounts")).hasSize(1);
  }

  @Test
  void the_next_webhook_sees_an_added_container_with_its_defaults() {
    configure("a", "Never", "");
    configure("b", "Never", "");
    List<JsonNode> shown = new ArrayList<>();
    create(
        ResourceTypes.DEPLOYMENTS,
        DEPLOYMENT.formatted("{}"),
        (hook, object) -> {
          shown.add(object);
          return hook.equals("a")
              ? set("/spec/template/spec/containers/-", "{\"name\": \"d\", \"image\": \"i\"}")
              : "{\"allowed\": true}";
        });
    assertThat(shown.getLast().at("/spec/template/spec/containers/1/imagePullPolicy").asText())
        .isEqualTo("Always");
  }

  @Test
  void a_webhook_with_reinvocation_policy_never_is_not_reinvoked() {
    configure("a", "Never", "");
    configure("b", "Never", "");
    create((hook, seen) -> set("/data/last", "\"" + hook + "\""));
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void an_object_selector_sees_labels_set_by_an_earlier_webhook() {
    configure("a", "Never", "");
    configure("b", "Never", "objectSelector: {matchLabels: {by: a}},");
    create(
        (hook, seen) ->
            hook.equals("a") ? set("/metadata/labels", "{\"by\": \"a\"}") : "{\"allowed\": true}");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void webhooks_see_a_sent_status_that_is_then_dropped() {
    KubeObject made = deployment("{readyReplicas: 7}", core.registry()::create);
    KubeObject changed = deployment("{readyReplicas: 8}", core.registry()::update);

    assertThat(seen).extracting(each -> each.at("/status/readyReplicas").asInt()).contains(7, 8);
    assertThat(made.at("/status/readyReplicas").isMissingNode()).isTrue();
    assertThat(changed.at("/status/readyReplicas").isMissingNode()).isTrue();
  }

  @Test
  void webhooks_see_an_empty_status_if_none_was_sent() {
    deployment("{}", core.registry()::create);
    loop.call(
        () ->
            core.registry()
                .updateStatus(
                    ResourceTypes.DEPLOYMENTS,
                    Yaml.object(DEPLOYMENT.formatted("{observedGeneration: 1}")),
                    Requester.of(User.apiServer())));
    seen.clear();

    KubeObject changed = deployment("null", core.registry()::update);

    assertThat(seen.getFirst().path("status").toString()).isEqualTo("{}");
    assertThat(changed.at("/status/observedGeneration").asInt()).isEqualTo(1);
  }

  /** A write of the registry. */
  private interface Write {
    KubeObject write(ResourceType type, KubeObject object, Requester requester);
  }

  private KubeObject deployment(String status, Write write) {
    return answering(
        requester ->
            write.write(
                ResourceTypes.DEPLOYMENTS, Yaml.object(DEPLOYMENT.formatted(status)), requester),
        (hook, object) -> {
          seen.add(object);
          return "{\"allowed\": true}";
        });
  }

  private void configure(String name, String policy, String selector) {
    KubeObject hook =
        Yaml.object(
            """
            {apiVersion: admissionregistration.k8s.io/v1, metadata: {name: %s}, webhooks: [
              {name: %s.example.com, sideEffects: None, admissionReviewVersions: [v1], %s
               reinvocationPolicy: %s, clientConfig: {url: 'https://10.0.0.1/'}, rules: [
                 {apiGroups: ['', apps], apiVersions: [v1], operations: [CREATE],
                  resources: [configmaps, deployments, pods]}]}]}
            """
                .formatted(name, name, selector, policy));
    administer(ResourceTypes.MUTATING_WEBHOOKS, hook);
  }

  private void administer(ResourceType type, String yaml) {
    administer(type, Yaml.object(yaml));
  }

  private void administer(ResourceType type, KubeObject object) {
    loop.call(() -> core.registry().create(type, object, Requester.of(User.apiServer())));
  }

  private KubeObject create(BiFunction<String, JsonNode, String> answers) {
    return create(ResourceTypes.CONFIG_MAPS, MAP, answers);
  }

  private KubeObject create(
      ResourceType type, String yaml, BiFunction<String, JsonNode, String> answers) {
    return answering(
        requester -> core.registry().create(type, Yaml.object(yaml), requester),
        (hook, seen) -> {
          if (hook.equals("hook")) {
            return "{\"allowed\": true}";
          }
          asked.add(hook);
          return answers.apply(hook, seen);
        });
  }

  private KubeObject answering(
      Function<Requester, KubeObject> write, BiFunction<String, JsonNode, String> answers) {
    return loop.call(
        () -> {
          Requester requester = Requester.of(User.apiServer());
          while (true) {
            try {
              return write.apply(requester);
            } catch (AnswersWanted wanted) {
              WebhookCall call = wanted.calls().getFirst();
              String hook = call.key().split("/")[1];
              String said = answers.apply(hook, call.review().at("/request/object"));
              requester =
                  requester.with(
                      requester
                          .verdicts()
                          .with(Map.of(call.key(), new WebhookAnswer.Reviewed(Json.parse(said)))));
            }
          }
        });
  }
}
