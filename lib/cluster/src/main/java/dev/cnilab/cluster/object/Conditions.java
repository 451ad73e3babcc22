package dev.cnilab.cluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The conditions in the status of an object, in order. */
public final class Conditions {
  private Conditions() {}

  /** The condition of a type in a list of them. */
  public static Optional<JsonNode> find(JsonNode conditions, String type) {
    return Optional.of(Json.first(conditions, "type", type))
        .filter(found -> !found.isMissingNode());
  }

  /** The status of the condition of a type, such as {@code True}; "" if there is none. */
  public static String status(JsonNode conditions, String type) {
    return Json.first(conditions, "type", type).path("status").asText();
  }

  /** Whether the condition of a type is there and {@code True}. */
  public static boolean isTrue(JsonNode conditions, String type) {
    return status(conditions, type).equals("True");
  }

  /** Whether there is a condition of a type with that status. */
  public static boolean isIn(JsonNode conditions, String type, String status) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals(type)
          && condition.path("status").asText().equals(status)) {
        return true;
      }
    }
    return false;
  }

  /** Replaces the condition of the same type, or else appends the condition. */
  public static void put(ArrayNode conditions, ObjectNode condition) {
    String type = condition.path("type").asText();
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).path("type").asText().equals(type)) {
        conditions.set(i, condition);
        return;
      }
    }
    conditions.add(condition);
  }

  /** Sets the condition of a type in place, with the time if its status changes. */
  public static void change(
      ArrayNode conditions, String type, String status, String reason, String message, String now) {
    ObjectNode entry =
        find(conditions, type).map(ObjectNode.class::cast).orElseGet(conditions::addObject);
    if (!entry.path("status").asText().equals(status)) {
      entry.put("lastTransitionTime", now);
    }
    entry.put("message", message).put("reason", reason).put("status", status).put("type", type);
  }

  /** Removes the condition of a type, if there is one. */
  public static void remove(ArrayNode conditions, String type) {
    for (int i = conditions.size() - 1; i >= 0; i--) {
      if (conditions.get(i).path("type").asText().equals(type)) {
        conditions.remove(i);
      }
    }
  }

  /** A condition without times. */
  public static ObjectNode of(String type, String status, String reason, String message) {
    return Json.object()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", message);
  }
}
