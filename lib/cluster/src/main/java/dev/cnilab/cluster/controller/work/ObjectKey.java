package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.object.KubeObject;

/**
 * Identifies an object among those of its type.
 *
 * @param namespace "" for a cluster-scoped object
 */
public record ObjectKey(String namespace, String name) {
  public static ObjectKey of(KubeObject object) {
    return new ObjectKey(object.namespace(), object.name());
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
