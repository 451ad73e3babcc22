package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A reason why a node repels pods.
 *
 * @param value "" if it has none
 */
public record Taint(String key, String value, Effect effect) {
  /** What a taint does to a pod that does not tolerate it. */
  public enum Effect {
    NO_SCHEDULE("NoSchedule"),
    PREFER_NO_SCHEDULE("PreferNoSchedule"),
    NO_EXECUTE("NoExecute");

    private final String text;

    Effect(String text) {
      this.text = text;
    }

    /** The word in a manifest. */
    public String text() {
      return text;
    }

    static Effect of(String text) {
      for (Effect effect : values()) {
        if (effect.text.equals(text)) {
          return effect;
        }
      }
      throw new IllegalArgumentException("a taint's effect is not " + text);
    }
  }

  /** A taint without a value. */
  public static Taint of(String key, Effect effect) {
    return new Taint(key, "", effect);
  }

  /** The taints of a node. */
  public static List<Taint> of(KubeObject node) {
    return StreamSupport.stream(node.at("/spec/taints").spliterator(), false)
        .map(Taint::read)
        .toList();
  }

  /** A taint as written in a node. */
  public static Taint read(JsonNode json) {
    return new Taint(
        json.path("key").asText(),
        json.path("value").asText(""),
        Effect.of(json.path("effect").asText()));
  }

  /** Whether both are the same taint; the value does not count. */
  public boolean matches(Taint other) {
    return key.equals(other.key) && effect == other.effect;
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    if (!value.isEmpty()) {
      json.put("value", value);
    }
    return json.put("key", key).put("effect", effect.text());
  }
}
