package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.Map;

/** Which runtime of the node runs a pod: the handler of its RuntimeClass. */
final class RuntimeHandlers {
  private final ApiClient client;

  /** The last known handlers, for times without an API server. */
  private final Map<String, String> known = new HashMap<>();

  RuntimeHandlers(ApiClient client) {
    this.client = client;
  }

  /**
   * The name of the runtime; empty for the default one.
   *
   * @throws IllegalArgumentException if the pod's RuntimeClass is gone or cannot be read
   */
  String of(Pod pod) {
    String name = pod.object().text("/spec/runtimeClassName");
    return name.isEmpty() ? "" : handler(name);
  }

  private String handler(String name) {
    try {
      String handler =
          client.get(ResourceTypes.RUNTIME_CLASSES, "", name).at("/handler").asText("");
      known.put(name, handler);
      return handler;
    } catch (ApiException refused) {
      if (refused.isUnreachable() && known.containsKey(name)) {
        return known.get(name);
      }
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }
}
