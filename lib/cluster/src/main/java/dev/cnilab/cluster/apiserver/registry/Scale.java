package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code scale} subresource: how many replicas there are and should be. */
public final class Scale {
  private Scale() {}

  /** As the API shows it of a Deployment or ReplicaSet. */
  public static KubeObject of(KubeObject workload) {
    ObjectNode json = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = json.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      metadata.set(field, workload.at("/metadata/" + field));
    }
    json.putObject("spec").put("replicas", workload.at("/spec/replicas").asInt());
    json.putObject("status")
        .put("replicas", workload.at("/status/replicas").asInt())
        .put(
            "selector",
            new TreeMap<>(workload.map("/spec/selector/matchLabels"))
                .entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(",")));
    return KubeObject.of(json);
  }
}
