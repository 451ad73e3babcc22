package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.OperationsPatch;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Base64;
import java.util.Optional;

/**
 * The patch in a webhook's answer: {@code VerifyAdmissionResponse} and the dispatcher of {@code
 * k8s.io/apiserver}. An answer that contradicts itself counts as a failed call, as does a patch
 * that cannot be decoded; one that cannot be applied is an internal error, whatever the
 * failurePolicy.
 */
final class WebhookPatch {
  private static final String NO_BASE64 = "response.patch is not Base64";

  private WebhookPatch() {}

  /** Why the patch of an answer cannot be used, which counts as a failed call. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String why) {
      super(why);
    }
  }

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
    Optional<byte[]> patch = decoded(response);
    if (patch.isEmpty()) {
      return Optional.of(NO_BASE64);
    }
    boolean isEmpty = patch.get().length == 0;
    if (!response.hasNonNull("patchType")) {
      return isEmpty
          ? Optional.empty()
          : Optional.of("webhook returned response.patch but not response.patchType");
    }
    if (isEmpty) {
      return Optional.of("webhook returned response.patchType but not response.patch");
    }
    return response.path("patchType").asText().isEmpty()
        ? Optional.of("webhook returned invalid response.patchType of \"\"")
        : Optional.empty();
  }

  private static Optional<String> objectionToAny(JsonNode response) {
    Optional<byte[]> patch = decoded(response);
    if (patch.isEmpty()) {
      return Optional.of(NO_BASE64);
    }
    if (patch.get().length > 0) {
      return Optional.of("validating webhook may not return response.patch");
    }
    return response.hasNonNull("patchType")
        ? Optional.of("validating webhook may not return response.patchType")
        : Optional.empty();
  }

  /** The patch; null is an empty one, as for Go. Empty if it is not Base64. */
  private static Optional<byte[]> decoded(JsonNode response) {
    if (!response.hasNonNull("patch")) {
      return Optional.of(new byte[0]);
    }
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
   * An object with the patch of a {@link #checked} response applied, if there is one.
   *
   * @throws UnusableException if the patch is none, or of an unknown type
   * @throws ApiException 500 if it cannot be applied
   */
  static KubeObject applied(JsonNode response, KubeObject object) throws UnusableException {
    JsonNode operations = operations(decoded(response).orElseThrow());
    if (operations.isEmpty()) {
      return object;
    }
    String type = response.path("patchType").asText();
    if (!type.equals("JSONPatch")) {
      throw new UnusableException("unsupported patch type \"" + type + "\"");
    }
    JsonNode changed;
    try {
      changed = OperationsPatch.apply(object.json().deepCopy(), operations);
    } catch (ApiException | IllegalArgumentException | ClassCastException impossible) {
      throw ApiErrors.internal(String.valueOf(impossible.getMessage()));
    }
    if (changed instanceof ObjectNode json) {
      return KubeObject.of(json);
    }
    throw ApiErrors.internal("a patch replaced the object with something else");
  }

  /** The operations of a patch: a list of objects or nulls. */
  private static JsonNode operations(byte[] patch) throws UnusableException {
    if (patch.length == 0) {
      return Json.array();
    }
    try {
      JsonNode operations = GoJson.parse(patch);
      if (!operations.isArray() && !operations.isNull()) {
        throw WrongTypeException.of(operations, "jsonpatch.Patch");
      }
      for (JsonNode operation : operations) {
        if (!operation.isObject() && !operation.isNull()) {
          throw WrongTypeException.of(operation, "jsonpatch.Operation");
        }
      }
      return operations;
    } catch (GoJsonException | WrongTypeException malformed) {
      throw new UnusableException(
          "received undecodable patch in webhook response: " + malformed.getMessage());
    }
  }
}
