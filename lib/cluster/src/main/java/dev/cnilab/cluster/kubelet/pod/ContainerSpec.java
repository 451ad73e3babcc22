package dev.cnilab.cluster.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;

/** A container in a pod's specification. */
public record ContainerSpec(JsonNode spec, Kind kind) {
  /** The list of the pod's specification that it is in. */
  public enum Kind {
    INIT("initContainers", "init container"),
    REGULAR("containers", "container"),
    EPHEMERAL("ephemeralContainers", "ephemeral container");

    private final String list;
    private final String text;

    Kind(String list, String text) {
      this.list = list;
      this.text = text;
    }

    /** The name of the list in the specification. */
    public String list() {
      return list;
    }

    /** As in messages. */
    @Override
    public String toString() {
      return text;
    }
  }

  public String name() {
    return spec.path("name").asText();
  }

  public String image() {
    return spec.path("image").asText();
  }

  public String imagePullPolicy() {
    return spec.path("imagePullPolicy").asText();
  }

  /** The text at a JSON pointer, "" if there is none. */
  public String text(String pointer) {
    return spec.at(pointer).asText("");
  }

  /** The strings of a list field. */
  public List<String> strings(String field) {
    List<String> values = new ArrayList<>();
    spec.path(field).forEach(value -> values.add(value.asText()));
    return values;
  }

  /**
   * The port that a probe or a hook names.
   *
   * @param port a number, or the name of one of the container's ports; 1 to 65535
   * @throws IllegalArgumentException if there is no port of that name
   */
  public int port(JsonNode port) {
    if (port.isNumber()) {
      return port.asInt();
    }
    JsonNode named = Json.named(spec.path("ports"), port.asText());
    if (named.isMissingNode()) {
      throw new IllegalArgumentException("port \"" + port.asText() + "\" not found");
    }
    return named.path("containerPort").asInt();
  }

  /** Whether it is an init container that keeps running beside the others, a sidecar. */
  public boolean isRestartableInit() {
    return kind == Kind.INIT && text("/restartPolicy").equals("Always");
  }

  /** A hash of its definition: if it changes, the container is replaced. */
  public String hash() {
    return Integer.toHexString((name() + "/" + image()).hashCode());
  }

  /** The field path in events about it. */
  public String fieldPath() {
    return "spec." + kind.list() + "{" + name() + "}";
  }
}
