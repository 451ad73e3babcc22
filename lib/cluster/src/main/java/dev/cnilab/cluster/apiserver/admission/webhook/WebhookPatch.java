package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.operation.OperationsPatch;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Base64;

/**
 * The patch in a webhook's answer: {@code VerifyAdmissionResponse} and the dispatcher of {@code
 * k8s.io/apiserver}. An answer that contradicts itself counts as a failed call, as does a patch
 * that cannot be decoded; one that cannot be applied is an internal error, whatever the
 * failurePolicy.
 */
final class WebhookPatch {
  /** The beginning of the error for an answer that contradicts itself. */
  static final String INVALID = "received invalid webhook response: ";

  private static final String NO_BASE64 = "response.patch is not Base64";

  private final String type;
  private final byte[] json;

  private WebhookPatch(String type, byte[] json) {
    this.type = type;
    this.json = json;
  }

  /** Why an answer cannot be used, which counts as a failed call. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String why) {
      super(why);
    }
  }

  /**
   * The patch of a mutating webhook's response.
   *
   * @throws UnusableException if it is not Base64, or comes without its type, or the reverse
   */
  static WebhookPatch of(JsonNode response) throws UnusableException {
    byte[] json = decoded(response);
    String type = response.path("patchType").asText("");
    if (!response.hasNonNull("patchType")) {
      require(json.length == 0, "webhook returned response.patch but not response.patchType");
    } else {
      require(json.length > 0, "webhook returned response.patchType but not response.patch");
      require(!type.isEmpty(), "webhook returned invalid response.patchType of \"\"");
    }
    return new WebhookPatch(type, json);
  }

  /**
   * Refuses a validating webhook's response that has a patch.
   *
   * @throws UnusableException if it has one, or its type
   */
  static void requireNone(JsonNode response) throws UnusableException {
    require(decoded(response).length == 0, "validating webhook may not return response.patch");
    require(
        !response.hasNonNull("patchType"), "validating webhook may not return response.patchType");
  }

  private static void require(boolean valid, String otherwise) throws UnusableException {
    if (!valid) {
      throw new UnusableException(INVALID + otherwise);
    }
  }

  /** The patch; null is an empty one, as for Go. */
  private static byte[] decoded(JsonNode response) throws UnusableException {
    if (!response.hasNonNull("patch")) {
      return new byte[0];
    }
    require(response.path("patch").isTextual(), NO_BASE64);
    try {
      return Base64.getDecoder().decode(response.path("patch").asText());
    } catch (IllegalArgumentException noBase64) {
      throw new UnusableException(INVALID + NO_BASE64);
    }
  }

  /**
   * An object with the patch applied, if there is one.
   *
   * @throws UnusableException if the patch is none, or of an unknown type
   * @throws ApiException 500 if it cannot be applied
   */
  KubeObject applied(KubeObject object) throws UnusableException {
    JsonNode operations = operations(json);
    if (operations.isEmpty()) {
      return object;
    }
    if (!type.equals("JSONPatch")) {
      throw new UnusableException("unsupported patch type \"" + type + "\"");
    }
    JsonNode changed;
    try {
      changed = OperationsPatch.apply(object.json().deepCopy(), operations);
    } catch (ApiException | IllegalArgumentException | ClassCastException impossible) {
      throw ApiErrors.internal(String.valueOf(impossible.getMessage()));
    }
    if (changed instanceof ObjectNode patched) {
      return KubeObject.of(patched);
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
