package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with webhooks whose answers a test gives. */
abstract class HostileWebhooks {
  static final String MAP = "{metadata: {name: m, namespace: default}, data: {a: b}}";
  final EventLoop loop = EventLoop.onDemand(1);
  final ApiCore core = loop.call(() -> new ApiCore(loop));

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

  static KubeObject hook(String failurePolicy) {
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

  @AfterEach
  void end() {
    loop.close();
  }

  /** Writes, while the webhook answers with a response. */
  KubeObject written(String response, Function<Requester, KubeObject> write) {
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

  static Map<String, WebhookAnswer> answers(AnswersWanted wanted, String response) {
    Map<String, WebhookAnswer> answers = new HashMap<>();
    for (WebhookCall call : wanted.calls()) {
      answers.put(call.key(), new WebhookAnswer.Reviewed(Json.parse(response)));
    }
    return answers;
  }

  KubeObject created(String response) {
    return written(
        response,
        requester ->
            core.registry().create(ResourceTypes.CONFIG_MAPS, Yaml.object(MAP), requester));
  }

  KubeObject updated(String response) {
    KubeObject changed =
        Yaml.object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}, data: {a:"
                + " c}}");
    return written(
        response,
        requester -> core.registry().update(ResourceTypes.CONFIG_MAPS, changed, requester));
  }

  static String patch(String operations) {
    return Json.object()
        .put("allowed", true)
        .put("patchType", "JSONPatch")
        .put("patch", Base64Text.encoded(operations))
        .toString();
  }

  static String set(String field, String value) {
    return patch("[{\"op\":\"add\",\"path\":\"%s\",\"value\":%s}]".formatted(field, value));
  }

  static void assertRefused(Runnable write, int code, String words) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
