package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/** Namespaces: they stay until the namespace controller has emptied and finalized them. */
public final class NamespaceStrategy implements Strategy {
  private static final String FINALIZER = "kubernetes";

  @Override
  public void prepareForCreate(ObjectNode namespace) {
    ArrayNode finalizers = namespace.withObject("/spec").withArray("finalizers");
    if (finalizers.isEmpty()) {
      finalizers.add(FINALIZER);
    }
    namespace // which its type's defaults leave out as long as it has no name
        .withObject("/metadata/labels")
        .put("kubernetes.io/metadata.name", namespace.at("/metadata/name").asText());
    namespace.withObject("/status").put("phase", "Active");
  }

  /** Its finalizers change through a subresource. */
  @Override
  public void prepareForUpdate(ObjectNode namespace, KubeObject old) {
    namespace.withObject("/spec").set("finalizers", old.at("/spec/finalizers"));
  }

  @Override
  public void onDeletion(ObjectNode namespace) {
    namespace.withObject("/status").put("phase", "Terminating");
  }

  @Override
  public boolean mayGo(KubeObject namespace) {
    return namespace.at("/spec/finalizers").isEmpty();
  }
}
