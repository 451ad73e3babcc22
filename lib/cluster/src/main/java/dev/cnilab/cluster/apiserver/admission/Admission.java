package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceType;

/** Completes a new object, or refuses it. */
@FunctionalInterface
public interface Admission {
  /**
   * Looks at an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it may not be
   */
  void admit(ResourceType type, ObjectNode object);
}
