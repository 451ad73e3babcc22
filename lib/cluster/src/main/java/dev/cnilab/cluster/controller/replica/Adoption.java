package dev.cnilab.cluster.controller.replica;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.stream.Stream;

/** Which workloads a pod without an owner may belong to: each whose selector matches it. */
public record Adoption(ApiClient client, ResourceType sets) {

  /** The workloads that would adopt a pod; none if it has an owner. */
  public Stream<ObjectKey> of(KubeObject pod) {
    if (!pod.at("/metadata/ownerReferences").isEmpty() || pod.labels().isEmpty()) {
      return Stream.of();
    }
    return client.list(sets).stream()
        .filter(set -> set.namespace().equals(pod.namespace()))
        .filter(set -> LabelSelector.of(set).matches(pod.labels()))
        .map(ObjectKey::of);
  }
}
