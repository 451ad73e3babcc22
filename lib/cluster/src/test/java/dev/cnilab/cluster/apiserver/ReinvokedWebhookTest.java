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
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Webhooks that change what others have changed, and what they are shown. */
class ReinvokedWebhookTest extends HostileWebhooks {
  private final List<String> asked = new ArrayList<>();

  @Test
  void two_that_undo_each_other_s_changes_are_asked_once_more_and_no_oftener() {
    configure("a", "IfNeeded", "");
    configure("b", "IfNeeded", "");

    KubeObject made = create((hook, seen) -> set("/data/last", "\"" + hook + "\""));

    assertThat(asked).containsExactly("a", "b", "a", "b");
    assertThat(made.at("/data/last").asText()).isEqualTo("b");
  }

  @Test
  void nobody_is_asked_again_after_whom_nothing_has_changed() {
    configure("a", "IfNeeded", "");
    configure("b", "IfNeeded", "");
    create((hook, seen) -> hook.equals("a") ? set("/data/x", "\"y\"") : "{\"allowed\": true}");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void one_that_never_wants_it_is_not_asked_again() {
    configure("a", "Never", "");
    configure("b", "Never", "");
    create((hook, seen) -> set("/data/last", "\"" + hook + "\""));
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void the_selector_of_a_later_one_sees_the_labels_of_an_earlier_one() {
    configure("a", "Never", "");
    configure("b", "Never", "objectSelector: {matchLabels: {by: a}},");
    create(
        (hook, seen) ->
            hook.equals("a") ? set("/metadata/labels", "{\"by\": \"a\"}") : "{\"allowed\": true}");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void a_status_is_shown_as_it_was_sent_and_dropped_afterwards() {
    List<JsonNode> seen = new ArrayList<>();
    KubeObject sent =
        Yaml.object(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: default}, spec:"
                + " {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
                + " {containers: [{name: c, image: i}]}}}, status: {readyReplicas: 7}}");
    KubeObject made =
        answering(
            requester -> core.registry().create(ResourceTypes.DEPLOYMENTS, sent, requester),
            (hook, object) -> {
              seen.add(object);
              return "{\"allowed\": true}";
            });
    assertThat(seen.getFirst().at("/status/readyReplicas").asInt()).isEqualTo(7);
    assertThat(made.at("/status/readyReplicas").isMissingNode()).isTrue();
  }

  private void configure(String name, String policy, String selector) {
    KubeObject hook =
        Yaml.object(
            """
            {apiVersion: admissionregistration.k8s.io/v1, metadata: {name: %s}, webhooks: [
              {name: %s.example.com, sideEffects: None, admissionReviewVersions: [v1], %s
               reinvocationPolicy: %s, clientConfig: {url: 'https://10.0.0.1/'}, rules: [
                 {apiGroups: [''], apiVersions: [v1], operations: [CREATE],
                  resources: [configmaps]}]}]}
            """
                .formatted(name, name, selector, policy));
    loop.call(
        () ->
            core.registry()
                .create(ResourceTypes.MUTATING_WEBHOOKS, hook, Requester.of(User.apiServer())));
  }

  private KubeObject create(BiFunction<String, JsonNode, String> answers) {
    return answering(
        requester -> core.registry().create(ResourceTypes.CONFIG_MAPS, Yaml.object(MAP), requester),
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
