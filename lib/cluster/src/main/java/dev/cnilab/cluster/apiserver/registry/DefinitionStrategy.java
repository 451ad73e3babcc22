package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** CustomResourceDefinitions: they stay until the objects of their kind are gone. */
final class DefinitionStrategy implements Strategy {
  static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  @Override
  public void prepareForCreate(ObjectNode definition) {
    definition.withObject("/metadata").withArray("finalizers").add(FINALIZER);
  }
}
