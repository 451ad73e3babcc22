package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import java.util.Optional;

/** Whether a cluster looks disposable. */
final class Disposable {

  private Disposable() {}

  /** The evidence: the marks that kind, k3d and minikube leave on their nodes. */
  static Optional<String> evidence(Cluster cluster) {
    return cluster.table("/api/v1/nodes").objects().stream()
        .map(Disposable::mark)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> mark(Json node) {
    String name = node.text("/metadata/name");
    if (node.text("/spec/providerID").startsWith("kind://")) {
      return Optional.of("node " + name + " was made by kind");
    } else if (name.startsWith("k3d-")) {
      return Optional.of("node " + name + " was made by k3d");
    } else if (node.fields("/metadata/labels").containsKey("minikube.k8s.io/name")) {
      return Optional.of("node " + name + " was made by minikube");
    }
    return Optional.empty();
  }
}
