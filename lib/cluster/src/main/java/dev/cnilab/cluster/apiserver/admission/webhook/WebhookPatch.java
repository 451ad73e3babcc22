package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.OperationsPatch;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Base64;
import java.util.Optional;

/**
 * The patch in a webhook's answer: {@code VerifyAdmissionResponse} and the dispatcher of {@code
 * k8s.io/apiserver}. An answer that contradicts itself counts as a failed call; a patch that cannot
 * be applied is an internal error, whatever the failurePolicy.
 */
final class WebhookPatch {
  private WebhookPatch() {}

  /** The answer of a mutating webhook, or why it is none. */
  static WebhookAnswer checked(WebhookAnswer answer) {
    return checked(answer, WebhookPatch::objection);
  }

  /** The answer of a validating webhook, or why it is none. */
  static WebhookAnswer checkedAbsent(WebhookAnswer answer) {
    return checked(answer, WebhookPatch::objectionToAny);
  }

  /** What is wrong with a response. */
  private interface Check {
    Optional<String> objection(JsonNode response);
  }

  private static WebhookAnswer checked(WebhookAnswer answer, Check check) {
    if (!(answer instanceof WebhookAnswer.Reviewed reviewed)) {
      return answer;
    }
    return check
        .objection(reviewed.response())
        .<WebhookAnswer>map(
            why -> new WebhookAnswer.Failed("received invalid webhook response: " + why))
        .orElse(answer);
  }

  private static Optional<String> objection(JsonNode response) {
    String patch = response.path("patch").asText("");
    if (response.has("patch") && decoded(response).isEmpty()) {
      return Optional.of("response.patch is not Base64");
    }
    if (!response.has("patchType")) {
      return patch.isEmpty()
          ? Optional.empty()
          : Optional.of("webhook returned response.patch but not response.patchType");
    }
    String type = response.path("patchType").asText();
    if (patch.isEmpty()) {
      return Optional.of("webhook returned response.patchType but not response.patch");
    }
    return type.isEmpty()
        ? Optional.of("webhook returned invalid response.patchType of \"\"")
        : Optional.empty();
  }

  private static Optional<String> objectionToAny(JsonNode response) {
    for (String field : new String[] {"patch", "patchType"}) {
      if (response.has(field)) {
        return Optional.of("validating webhook may not return response." + field);
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> decoded(JsonNode response) {
    if (!response.path("patch").isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(response.path("patch").asText()));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  /**
   * An object with the patch of a {@link #checked} response applied.
   *
   * @throws ApiException 500 if it cannot be
   */
  static KubeObject applied(JsonNode response, KubeObject object) {
    String type = response.path("patchType").asText();
    if (!type.equals("JSONPatch")) {
      throw ApiErrors.internal("unsupported patch type \"" + type + "\"");
    }
    try {
      JsonNode operations = GoJson.parse(decoded(response).orElseThrow());
      if (!operations.isArray()) {
        throw ApiErrors.internal("the patch is no list of operations");
      }
      JsonNode changed = OperationsPatch.apply(object.json().deepCopy(), operations);
      if (changed instanceof ObjectNode json) {
        return KubeObject.of(json);
      }
      throw ApiErrors.internal("the patch made of an object what is none");
    } catch (GoJsonException malformed) {
      throw ApiErrors.internal(String.valueOf(malformed.getMessage()));
    } catch (ApiException | IllegalArgumentException | ClassCastException impossible) {
      throw ApiErrors.internal(String.valueOf(impossible.getMessage()));
    }
  }
}
