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
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
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
