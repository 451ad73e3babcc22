package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The runtimes that a RuntimeClass's handler may select.
 *
 * @param types by name
 * @param usual the name of the one without a handler
 */
public record RuntimeNames(Map<String, String> types, String usual) {
  private static final String RUNC = "io.containerd.runc.v2";

  /** Without a file. */
  static final RuntimeNames DEFAULT = new RuntimeNames(Map.of("runc", RUNC), "runc");

  static RuntimeNames of(JsonNode containerd) {
    Map<String, String> types = new TreeMap<>(DEFAULT.types());
    for (Map.Entry<String, JsonNode> each : containerd.path("runtimes").properties()) {
      String otherwise = types.getOrDefault(each.getKey(), "");
      types.put(each.getKey(), each.getValue().path("runtime_type").asText(otherwise));
    }
    return new RuntimeNames(types, containerd.path("default_runtime_name").asText(DEFAULT.usual()));
  }

  /** Why the plugin that serves kubelets does not load; empty if it does. */
  Optional<String> problem() {
    if (usual.isEmpty()) {
      return Optional.of("invalid plugin config: `default_runtime_name` is empty");
    }
    return types.containsKey(usual)
        ? Optional.empty()
        : Optional.of(
            "invalid plugin config: no corresponding runtime configured in `containerd.runtimes`"
                + " for `containerd` `default_runtime_name = \""
                + usual
                + "\"");
  }

  /**
   * Why no container of a runtime starts; empty if they do. Every shim but runc's is missing.
   *
   * @param handler a runtime's name; empty for the usual one
   */
  public Optional<String> absence(String handler) {
    String type = types.getOrDefault(handler.isEmpty() ? usual : handler, RUNC);
    if (type.equals(RUNC)) {
      return Optional.empty();
    }
    String[] parts = type.split("\\.", -1);
    if (parts.length < 2) {
      return Optional.of(
          "invalid runtime name "
              + type
              + ", correct runtime name should be either format like `io.containerd.runc.v2` or a"
              + " full path to the binary");
    }
    return Optional.of(
        "runtime \"%s\" binary not installed \"containerd-shim-%s-%s\": file does not exist"
            .formatted(type, parts[parts.length - 2], parts[parts.length - 1]));
  }
}
