package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceType;

/** Completes an object that is to be stored, or refuses it. */
@FunctionalInterface
public interface Admission {
  /**
   * Looks at an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it may not be
   */
  void admit(ResourceType type, ObjectNode object);

  /**
   * Looks at an object that is about to take its own place, changed.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it may not
   */
  default void admitUpdate(ResourceType type, ObjectNode object) {}
}
