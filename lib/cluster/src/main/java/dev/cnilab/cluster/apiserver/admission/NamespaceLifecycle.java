package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Set;

/** Refuses to create anything in a namespace that does not exist or is terminating. */
public final class NamespaceLifecycle implements Admission {
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private final ObjectStore store;

  public NamespaceLifecycle(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void admit(ResourceType type, ObjectNode object) {
    if (!type.namespaced()) {
      return;
    }
    String name = object.at("/metadata/namespace").asText("");
    KubeObject namespace =
        store
            .find(ResourceTypes.NAMESPACES, "", name)
            .orElseThrow(() -> ApiErrors.notFound(ResourceTypes.NAMESPACES, name));
    if (namespace.isTerminating()) {
      throw terminating(type, object.at("/metadata/name").asText(""), name);
    }
  }

  /**
   * Checks that a namespace may be deleted.
   *
   * @throws ApiException 403 for the three the cluster can't do without
   */
  public static void requireMortal(ResourceType type, String name) {
    if (type.equals(ResourceTypes.NAMESPACES) && IMMORTAL.contains(name)) {
      throw ApiErrors.forbidden(type, name, "this namespace may not be deleted");
    }
  }

  /** With the cause by which the namespace controller and others recognize this refusal. */
  private static ApiException terminating(ResourceType type, String name, String namespace) {
    ApiStatus status =
        ApiErrors.forbidden(
                type,
                name,
                "unable to create new content in namespace "
                    + namespace
                    + " because it is being terminated")
            .status();
    status
        .details()
        .putArray("causes")
        .addObject()
        .put("reason", "NamespaceTerminating")
        .put("message", "namespace " + namespace + " is being terminated")
        .put("field", "metadata.namespace");
    return new ApiException(status);
  }
}
