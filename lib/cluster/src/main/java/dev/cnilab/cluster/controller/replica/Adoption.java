package dev.cnilab.cluster.controller.replica;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.stream.Stream;

/**
 * Which workloads an object without a controller, such as a pod, may belong to: each whose selector
 * matches it.
 */
public record Adoption(ApiClient client, ResourceType sets) {

  /** The workloads that would adopt an object; none if it has a controller. */
  public Stream<ObjectKey> of(KubeObject object) {
    if (OwnerReference.controllerOf(object).isPresent() || object.labels().isEmpty()) {
      return Stream.of();
    }
    return client.listSelecting(sets, object).stream().map(ObjectKey::of);
  }
}
