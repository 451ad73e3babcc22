package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/**
 * A subresource in discovery.
 *
 * @param group of the kind it reads and writes
 */
record Subresource(
    ResourceType type, String name, String group, String version, String kind, List<String> verbs) {
  private static final List<String> READ_WRITE = List.of("get", "patch", "update");
  private static final List<String> CREATE = List.of("create");
  private static final List<String> CONNECT = List.of("create", "get");

  private static final List<String> PROXY = List.of("create", "delete", "get", "patch", "update");

  static Subresource of(ResourceType type, String name) {
    return switch (name) {
      case "scale" -> new Subresource(type, name, "autoscaling", "v1", "Scale", READ_WRITE);
      case "binding" -> new Subresource(type, name, "", "v1", "Binding", CREATE);
      case "eviction" -> new Subresource(type, name, "policy", "v1", "Eviction", CREATE);
      case "token" ->
          new Subresource(type, name, "authentication.k8s.io", "v1", "TokenRequest", CREATE);
      case "attach" -> new Subresource(type, name, "", "v1", "PodAttachOptions", CONNECT);
      case "exec" -> new Subresource(type, name, "", "v1", "PodExecOptions", CONNECT);
      case "portforward" -> new Subresource(type, name, "", "v1", "PodPortForwardOptions", CONNECT);
      case "proxy" -> new Subresource(type, name, "", "v1", type.kind() + "ProxyOptions", PROXY);
      case "log" -> ofType(type, name, List.of("get"));
      case "finalize" -> ofType(type, name, List.of("update"));
      default -> ofType(type, name, READ_WRITE);
    };
  }

  private static Subresource ofType(ResourceType type, String name, List<String> verbs) {
    return new Subresource(type, name, type.group(), type.version(), type.kind(), verbs);
  }

  ObjectNode toResource() {
    ObjectNode json =
        Json.object()
            .put("name", type.plural() + "/" + name)
            .put("singularName", "")
            .put("namespaced", type.namespaced());
    if (!group.equals(type.group())) {
      json.put("group", group).put("version", version);
    }
    json.put("kind", kind);
    verbs.forEach(json.putArray("verbs")::add);
    return json;
  }

  ObjectNode toAggregated() {
    ObjectNode json = Json.object().put("subresource", name);
    json.putObject("responseKind").put("group", group).put("version", version).put("kind", kind);
    ArrayNode list = json.putArray("verbs");
    verbs.forEach(list::add);
    return json;
  }
}
