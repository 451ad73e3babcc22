package dev.cnilab.cluster.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;

/**
 * A failure as the API reports it, a {@code Status} object.
 *
 * @param code of HTTP
 * @param reason one word such as {@code NotFound}
 * @param details about the object and the causes; may be empty
 * @param continuation the token with which an expired list continues, "" for none
 */
public record ApiStatus(
    int code, String reason, String message, ObjectNode details, String continuation) {
  /** A failure of anything but a list. */
  public ApiStatus(int code, String reason, String message, ObjectNode details) {
    this(code, reason, message, details, "");
  }

  public static ApiStatus of(int code, String reason, String message) {
    return new ApiStatus(code, reason, message, Json.object());
  }

  /** The {@code Status} object. */
  public KubeObject toObject() {
    ObjectNode json = Json.object().put("kind", "Status").put("apiVersion", "v1");
    ObjectNode metadata = json.putObject("metadata");
    if (!continuation.isEmpty()) {
      metadata.put("continue", continuation);
    }
    json.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      json.put("reason", reason);
    }
    if (!details.isEmpty() || reason.equals("Forbidden")) { // NewForbidden always has some
      json.set("details", details);
    }
    return KubeObject.of(json.put("code", code));
  }
}
