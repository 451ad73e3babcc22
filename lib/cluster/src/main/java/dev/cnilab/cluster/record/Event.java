package dev.cnilab.cluster.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A {@code v1} Event.
 *
 * @param component who reports it, such as {@code kubelet}
 * @param host the reporter's node, or ""
 * @param count how often it has happened from {@code first} to {@code last}
 */
public record Event(
    String name,
    ObjectReference involvedObject,
    EventType type,
    String reason,
    String message,
    String component,
    String host,
    Instant first,
    Instant last,
    int count) {

  /** Events about cluster-scoped objects are stored in {@code default}. */
  public String namespace() {
    return involvedObject.namespace().isEmpty() ? "default" : involvedObject.namespace();
  }

  Event combined(String newName, Instant now) {
    String text = "(combined from similar events): " + message;
    return new Event(newName, involvedObject, type, reason, text, component, host, now, now, 1);
  }

  Event repeated(String firstName, Instant firstTime, int newCount) {
    return new Event(
        firstName,
        involvedObject,
        type,
        reason,
        message,
        component,
        host,
        firstTime,
        last,
        newCount);
  }

  KubeObject toObject() {
    ObjectNode json = Json.object().put("apiVersion", "v1").put("kind", "Event");
    json.putObject("metadata").put("name", name).put("namespace", namespace());
    json.set("involvedObject", involvedObject.toJson());
    json.put("reason", reason).put("message", message);
    ObjectNode source = json.putObject("source").put("component", component);
    if (!host.isEmpty()) {
      source.put("host", host);
    }
    json.put("firstTimestamp", seconds(first)).put("lastTimestamp", seconds(last));
    json.put("count", count).put("type", type.toString());
    json.putNull("eventTime");
    json.put("reportingComponent", component).put("reportingInstance", host);
    return KubeObject.of(json);
  }

  /** What changes when an event happens again. */
  ObjectNode toPatch() {
    return Json.object()
        .put("count", count)
        .put("lastTimestamp", seconds(last))
        .put("message", message);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
