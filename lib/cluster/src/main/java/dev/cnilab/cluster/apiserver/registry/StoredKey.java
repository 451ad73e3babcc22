package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Map;

/** Where a real server keeps an object in etcd, as its messages quote it. */
final class StoredKey {
  /** The prefixes that are not the name of the resource ({@code storage_factory.go}). */
  private static final Map<String, String> SPECIAL =
      Map.of(
          "endpoints", "services/endpoints",
          "ingresses.networking.k8s.io", "ingress",
          "nodes", "minions",
          "replicationcontrollers", "controllers",
          "services", "services/specs");

  private StoredKey() {}

  /** Why an update that names another uid conflicts. */
  static String otherUid(ResourceType type, KubeObject object, KubeObject old) {
    return ("StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0,"
            + " AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in"
            + " object meta: %s")
        .formatted(of(type, old), object.uid(), old.uid());
  }

  private static String of(ResourceType type, KubeObject object) {
    String namespace = type.namespaced() ? object.namespace() + "/" : "";
    return "/registry/" + prefix(type) + "/" + namespace + object.name();
  }

  private static String prefix(ResourceType type) {
    boolean byGroup =
        type.group().equals("apiextensions.k8s.io")
            || type.group().equals("apiregistration.k8s.io")
            || Schemas.builtIn().of(type).isEmpty();
    return byGroup
        ? type.group() + "/" + type.plural()
        : SPECIAL.getOrDefault(type.qualifiedPlural(), type.plural());
  }
}
