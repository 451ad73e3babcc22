package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import java.util.Map;

/**
 * The namespace of the node pods, and on a real cluster of everything else the course creates. Its
 * pods may be privileged even if the cluster's default forbids that.
 */
public final class LabNamespace {

  public static final String NAME = "cni-lab";

  static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", NAME);

  private LabNamespace() {}

  /** Whether the lab has created an object for itself. */
  public static boolean marks(Json object) {
    return object.fields("/metadata/labels").entrySet().containsAll(LABELS.entrySet());
  }

  /** Whether an object is in a namespace that the lab has created for itself. */
  static boolean holds(Cluster cluster, Json object) {
    String namespace = object.text("/metadata/namespace");
    return !namespace.isEmpty()
        && cluster.find("/api/v1/namespaces/" + namespace).filter(LabNamespace::marks).isPresent();
  }

  /** Creates the namespace if it does not exist. */
  public static void ensure(Cluster cluster) {
    if (cluster.find("/api/v1/namespaces/" + NAME).isEmpty()) {
      Map<String, Object> metadata =
          Map.of(
              "name", NAME, "labels", Map.of("pod-security.kubernetes.io/enforce", "privileged"));
      cluster.apply(
          Json.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata))
              .toString());
    }
  }
}
