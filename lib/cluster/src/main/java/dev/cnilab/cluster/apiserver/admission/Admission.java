package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceType;

/** Completes an object before it is stored, or refuses it. */
@FunctionalInterface
public interface Admission {
  /**
   * Looks at an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it is refused
   */
  void admit(ResourceType type, ObjectNode object);

  /**
   * Looks at an object that is about to replace its earlier version.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it is refused
   */
  default void admitUpdate(ResourceType type, ObjectNode object) {}
}
