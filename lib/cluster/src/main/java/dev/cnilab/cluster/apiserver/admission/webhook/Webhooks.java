package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.Rounds;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.admission.match.RequestValues;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Applies the webhooks of one kind of configuration, after {@code
 * k8s.io/apiserver/pkg/admission/plugin/webhook}. Mutating webhooks are called one after the other,
 * validating ones all at once.
 */
public final class Webhooks {
  private static final String DENIED = "admission webhook \"%s\" denied the request";

  private final ObjectStore store;
  private final ResourceType configurations;
  private final Matching matching;
  private final Rbac rbac;

  private Webhooks(ObjectStore store, ResourceType configurations, Rbac rbac) {
    this.rbac = rbac;
    this.store = store;
    this.configurations = configurations;
    this.matching = new Matching(store);
  }

  /** The webhooks that may change what is written. */
  public static Webhooks mutating(ObjectStore store, Rbac rbac) {
    return new Webhooks(store, ResourceTypes.MUTATING_WEBHOOKS, rbac);
  }

  /** The webhooks that may only refuse it. */
  public static Webhooks validating(ObjectStore store, Rbac rbac) {
    return new Webhooks(store, ResourceTypes.VALIDATING_WEBHOOKS, rbac);
  }

  /** Whether there are no webhooks at all. */
  public boolean isEmpty() {
    return store.list(configurations, "").isEmpty();
  }

  /**
   * Has each matching webhook of this round change an object.
   *
   * @param verdicts what has been answered so far
   * @param rounds who is asked in this round
   * @return the request with all changes of the object
   * @throws AnswersWanted if a webhook has still to be called
   * @throws ApiException if one refuses
   */
  public AdmissionRequest mutated(AdmissionRequest request, Verdicts verdicts, Rounds rounds) {
    rounds.begin(request.subject());
    AdmissionRequest now = request;
    for (JsonNode webhook : configured(request)) {
      String key = key(webhook);
      if (!rounds.has(key) || !isMeant(webhook, now)) {
        continue;
      }
      Optional<WebhookAnswer> answer = verdicts.of(rounds.question(key));
      if (answer.isEmpty()) {
        throw new AnswersWanted(List.of(call(rounds.question(key), webhook, now)));
      }
      try {
        JsonNode response = response(answer.get());
        WebhookPatch patch = WebhookPatch.of(response);
        requireAllowed(webhook, response, request);
        now = now.with(rounds.changed(now.subject(), patch.applied(now.subject())));
      } catch (WebhookPatch.UnusableException failed) {
        requireIgnored(webhook, failed);
      }
      rounds.asked(key, webhook.path("reinvocationPolicy").asText());
    }
    rounds.end(now.subject());
    return now;
  }

  /**
   * Checks that no webhook refuses.
   *
   * @throws AnswersWanted if webhooks have still to be called
   * @throws ApiException if one refuses
   */
  public void validate(AdmissionRequest request, Verdicts verdicts) {
    List<WebhookCall> unasked = new ArrayList<>();
    List<JsonNode> meant =
        configured(request).stream().filter(webhook -> isMeant(webhook, request)).toList();
    for (JsonNode webhook : meant) {
      if (verdicts.of(key(webhook)).isEmpty()) {
        unasked.add(call(key(webhook), webhook, request));
      }
    }
    if (!unasked.isEmpty()) {
      throw new AnswersWanted(unasked);
    }
    for (JsonNode webhook : meant) {
      try {
        JsonNode response = response(verdicts.of(key(webhook)).orElseThrow());
        WebhookPatch.requireNone(response);
        requireAllowed(webhook, response, request);
      } catch (WebhookPatch.UnusableException failed) {
        requireIgnored(webhook, failed);
      }
    }
  }

  /** All webhooks, each with the key of the question to it. */
  private List<JsonNode> configured(AdmissionRequest request) {
    List<JsonNode> configured = new ArrayList<>();
    if (request.type().group().equals(configurations.group())) {
      return configured; // otherwise nobody could remove a webhook that refuses everything
    }
    for (KubeObject configuration : store.list(configurations, "")) {
      for (JsonNode webhook : configuration.at("/webhooks")) {
        if (Matching.rules(webhook.path("rules"), request)) {
          configured.add(
              ((ObjectNode) webhook.deepCopy()).put("key", key(configuration, webhook, request)));
        }
      }
    }
    return configured;
  }

  /** Whether a webhook is asked about the object as it is now. */
  private boolean isMeant(JsonNode webhook, AdmissionRequest request) {
    return matching.selectors(webhook, request) && conditionsHold(webhook, request);
  }

  /** A condition that fails counts as false if failures are ignored. */
  private boolean conditionsHold(JsonNode webhook, AdmissionRequest request) {
    JsonNode conditions = webhook.path("matchConditions");
    if (conditions.isEmpty()) {
      return true;
    }
    try {
      return RequestValues.hold(conditions, RequestValues.of(request, matching, rbac));
    } catch (ExpressionException failed) {
      if (ignoresFailures(webhook)) {
        return false;
      }
      throw ApiErrors.forbidden(request.type(), request.subject().name(), failed.words());
    }
  }

  /**
   * Names a question to a webhook. The version that the write replaces is a part of it: an answer
   * is of no use once another client has changed the object, as the webhook has to see what the
   * request makes of the new version. No part contains a slash; {@link Rounds} adds one.
   */
  private String key(KubeObject configuration, JsonNode webhook, AdmissionRequest request) {
    return String.join(
        "/",
        configurations.plural(),
        configuration.name(),
        webhook.path("name").asText(),
        request.oldJson().at("/metadata/resourceVersion").asText());
  }

  private static String key(JsonNode webhook) {
    return webhook.path("key").asText();
  }

  private static WebhookCall call(String key, JsonNode webhook, AdmissionRequest request) {
    ObjectNode review =
        Json.object().put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
    String uid =
        UUID.nameUUIDFromBytes((key + request.subject()).getBytes(StandardCharsets.UTF_8))
            .toString();
    ObjectNode json = review.putObject("request").put("uid", uid);
    json.setAll(request.review());
    json.set("object", request.objectJson());
    json.set("oldObject", request.oldJson());
    return new WebhookCall(
        key,
        webhook.path("clientConfig"),
        Duration.ofSeconds(webhook.path("timeoutSeconds").asLong(10)),
        review);
  }

  private static JsonNode response(WebhookAnswer answer) throws WebhookPatch.UnusableException {
    return switch (answer) {
      case WebhookAnswer.Failed failed -> throw new WebhookPatch.UnusableException(failed.why());
      case WebhookAnswer.Reviewed reviewed -> reviewed.response();
    };
  }

  private static void requireAllowed(
      JsonNode webhook, JsonNode response, AdmissionRequest request) {
    response.path("warnings").forEach(warning -> request.warnings().accept(warning.asText()));
    if (!response.path("allowed").asBoolean()) {
      throw denied(webhook.path("name").asText(), response.path("status"));
    }
  }

  /** Refuses the write if a failure of the webhook counts. */
  private static void requireIgnored(JsonNode webhook, WebhookPatch.UnusableException failure) {
    if (!ignoresFailures(webhook)) {
      throw ApiErrors.internal(
          "failed calling webhook \"%s\": %s"
              .formatted(webhook.path("name").asText(), failure.getMessage()));
    }
  }

  private static boolean ignoresFailures(JsonNode webhook) {
    return webhook.path("failurePolicy").asText().equals("Ignore");
  }

  private static ApiException denied(String name, JsonNode status) {
    String reason = status.path("reason").asText("");
    String message = status.path("message").asText(reason);
    String words =
        DENIED.formatted(name) + (message.isEmpty() ? " without explanation" : ": " + message);
    return new ApiException(
        new ApiStatus(Math.max(400, status.path("code").asInt()), reason, words, Json.object()));
  }
}
