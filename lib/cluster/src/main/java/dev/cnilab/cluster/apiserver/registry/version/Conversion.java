package dev.cnilab.cluster.apiserver.registry.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookAnswer;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCall;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Converts objects of custom kinds to another of their versions with the webhook that their
 * definition names, after apiextensions' {@code conversion/webhook_converter.go}.
 */
public final class Conversion {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Conversion() {}

  /**
   * An object in a kind's version.
   *
   * @throws AnswersWanted if the webhook has still to be called
   * @throws ApiException 500 if it can't convert the object
   */
  public static KubeObject to(CustomKind kind, KubeObject object, Verdicts verdicts) {
    return to(kind, List.of(object), verdicts).getFirst();
  }

  /**
   * Objects in a kind's version. Without a webhook, versions differ in their name only.
   *
   * @throws AnswersWanted if the webhook has still to be called
   * @throws ApiException 500 if it can't convert them
   */
  public static List<KubeObject> to(CustomKind kind, List<KubeObject> objects, Verdicts verdicts) {
    List<KubeObject> others = objects.stream().filter(object -> isOther(kind, object)).toList();
    if (others.isEmpty()) {
      return objects;
    }
    if (!kind.conversion().path("strategy").asText().equals("Webhook")) {
      return objects.stream().map(object -> relabelled(kind, object)).toList();
    }
    WebhookCall call = call(kind, others);
    WebhookAnswer answer =
        verdicts.of(call.key()).orElseThrow(() -> new AnswersWanted(List.of(call)));
    List<KubeObject> converted = converted(answer, kind, others);
    List<KubeObject> result = new ArrayList<>();
    int next = 0;
    for (KubeObject object : objects) {
      result.add(isOther(kind, object) ? converted.get(next++) : object);
    }
    return result;
  }

  private static KubeObject relabelled(CustomKind kind, KubeObject object) {
    return isOther(kind, object)
        ? object.edit(json -> json.put("apiVersion", kind.type().apiVersion()))
        : object;
  }

  private static boolean isOther(CustomKind kind, KubeObject object) {
    return object.kind().equals(kind.type().kind())
        && !object.apiVersion().equals(kind.type().apiVersion());
  }

  private static WebhookCall call(CustomKind kind, List<KubeObject> objects) {
    ObjectNode review =
        Json.object().put("kind", "ConversionReview").put("apiVersion", "apiextensions.k8s.io/v1");
    ObjectNode request = review.putObject("request");
    request.put("desiredAPIVersion", kind.type().apiVersion());
    objects.forEach(object -> request.withArray("objects").add(object.json()));
    String uid =
        UUID.nameUUIDFromBytes(content(objects).getBytes(StandardCharsets.UTF_8)).toString();
    request.put("uid", uid);
    return new WebhookCall(
        "conversion/" + kind.type().apiVersion() + "/" + uid,
        kind.conversion().at("/webhook/clientConfig"),
        TIMEOUT,
        review);
  }

  /** What remains the same when a request is started again: a new object has another uid then. */
  private static String content(List<KubeObject> objects) {
    StringBuilder text = new StringBuilder();
    for (KubeObject object : objects) {
      ObjectNode rest = object.json().deepCopy();
      rest.remove("metadata");
      text.append(rest).append(object.labels()).append(object.at("/metadata/annotations"));
    }
    return text.toString();
  }

  private static List<KubeObject> converted(
      WebhookAnswer answer, CustomKind kind, List<KubeObject> objects) {
    ResourceType from = kind.type();
    return switch (answer) {
      case WebhookAnswer.Failed failed ->
          throw failure(from, objects, failed.why().replaceFirst("^failed to call webhook: ", ""));
      case WebhookAnswer.Reviewed reviewed -> {
        JsonNode result = reviewed.response().path("result");
        JsonNode made = reviewed.response().path("convertedObjects");
        if (!result.path("status").asText().equals("Success")) {
          throw failure(from, objects, result.path("message").asText());
        }
        if (made.size() != objects.size()) {
          throw failure(
              from,
              objects,
              "webhook returned %d objects, expected %d".formatted(made.size(), objects.size()));
        }
        List<KubeObject> all = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
          all.add(withIdentity(object(made.get(i), from, objects), objects.get(i)));
        }
        yield all;
      }
    };
  }

  private static ObjectNode object(JsonNode made, ResourceType from, List<KubeObject> objects) {
    try {
      if (Nesting.requireShallow(made) instanceof ObjectNode object) {
        return object;
      }
    } catch (ApiException tooDeep) {
      throw failure(from, objects, tooDeep.status().message());
    }
    throw failure(
        from,
        objects,
        String.valueOf(WrongTypeException.of(made, "map[string]interface {}").getMessage()));
  }

  /** A webhook may change labels and annotations, and no other metadata. */
  private static KubeObject withIdentity(ObjectNode made, KubeObject object) {
    ObjectNode metadata = ((ObjectNode) object.at("/metadata")).deepCopy();
    for (String free : List.of("labels", "annotations")) {
      if (made.at("/metadata/" + free).isMissingNode()) {
        metadata.remove(free);
      } else {
        metadata.set(free, made.at("/metadata/" + free));
      }
    }
    return KubeObject.of(made.deepCopy().set("metadata", metadata));
  }

  private static ApiException failure(ResourceType type, List<KubeObject> objects, String why) {
    return ApiErrors.unexpected(
        "conversion webhook for %s, Kind=%s failed: %s"
            .formatted(objects.getFirst().apiVersion(), type.kind(), why));
  }
}
