package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;

/**
 * ComponentStatuses, which are stored nowhere: whether the other programs of the control plane
 * listen at 127.0.0.1 of the API server's machine.
 */
record ComponentStatuses(ServerNetwork server) {
  static final String DEPRECATED = "v1 ComponentStatus is deprecated in v1.19+";

  /** A program and the port of its health endpoint. */
  private record Component(String name, int port) {}

  private static final List<Component> ALL =
      List.of(
          new Component("controller-manager", 10_257),
          new Component("scheduler", 10_259),
          new Component("etcd-0", 2381));

  /** All of them, or only the one of that name if it is not empty. */
  List<KubeObject> find(String name) {
    return ALL.stream()
        .filter(each -> name.isEmpty() || name.equals(each.name()))
        .map(each -> status(each.name(), each.port()))
        .toList();
  }

  private KubeObject status(String name, int port) {
    boolean listens =
        server.current().stream()
            .flatMap(network -> network.tcp().listeners().stream())
            .anyMatch(listener -> listener.local().port() == port);
    String refused =
        "Get \"https://127.0.0.1:%1$d/healthz\": dial tcp 127.0.0.1:%1$d: connect: connection refused"
            .formatted(port);
    ObjectNode status = Json.object().put("apiVersion", "v1").put("kind", "ComponentStatus");
    status.putObject("metadata").put("name", name).putNull("creationTimestamp");
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Healthy")
        .put("status", listens ? "True" : "False")
        .put("message", listens ? "ok" : refused);
    return KubeObject.of(status);
  }
}
