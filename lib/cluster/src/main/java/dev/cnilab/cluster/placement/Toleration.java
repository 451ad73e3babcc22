package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A taint that a pod tolerates.
 *
 * @param key "" with Exists for every key
 * @param effect "" for every effect
 * @param time how long after the taint was added; empty for no limit
 */
public record Toleration(
    String key, Operator operator, String value, String effect, Optional<Duration> time) {
  /** How the key and the value are compared. */
  public enum Operator {
    EQUAL("Equal"),
    EXISTS("Exists");

    private final String text;

    Operator(String text) {
      this.text = text;
    }
  }

  /** Tolerates every taint with that key and effect, without a time limit. */
  public static Toleration exists(String key, Taint.Effect effect) {
    return new Toleration(key, Operator.EXISTS, "", effect.text(), Optional.empty());
  }

  /** The tolerations of a pod. */
  public static List<Toleration> of(KubeObject pod) {
    return of(pod.at("/spec/tolerations"));
  }

  /** The tolerations in a list of them. */
  public static List<Toleration> of(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(Toleration::read).toList();
  }

  private static Toleration read(JsonNode json) {
    return new Toleration(
        json.path("key").asText(""),
        json.path("operator").asText("").equals("Exists") ? Operator.EXISTS : Operator.EQUAL,
        json.path("value").asText(""),
        json.path("effect").asText(""),
        json.has("tolerationSeconds")
            ? Optional.of(Duration.ofSeconds(json.path("tolerationSeconds").asLong()))
            : Optional.empty());
  }

  /** Whether it matches this taint. */
  public boolean tolerates(Taint taint) {
    return (effect.isEmpty() || effect.equals(taint.effect().text()))
        && (key.isEmpty() || key.equals(taint.key()))
        && (operator == Operator.EXISTS || value.equals(taint.value()));
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    if (!key.isEmpty()) {
      json.put("key", key);
    }
    json.put("operator", operator.text);
    if (!value.isEmpty()) {
      json.put("value", value);
    }
    if (!effect.isEmpty()) {
      json.put("effect", effect);
    }
    time.ifPresent(span -> json.put("tolerationSeconds", span.toSeconds()));
    return json;
  }

  /** Whether every taint that keeps pods from being scheduled is tolerated by one of these. */
  public static boolean allowScheduling(List<Toleration> tolerations, List<Taint> taints) {
    return taints.isEmpty()
        || taints.stream()
            .filter(taint -> taint.effect() != Taint.Effect.PREFER_NO_SCHEDULE)
            .allMatch(taint -> tolerations.stream().anyMatch(t -> t.tolerates(taint)));
  }
}
