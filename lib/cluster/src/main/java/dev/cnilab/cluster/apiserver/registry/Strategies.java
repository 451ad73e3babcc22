package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Map;
import java.util.Random;

/** The strategy of each kind. */
final class Strategies {
  private final Map<String, Strategy> special;

  Strategies(ObjectStore store, Random random) {
    this.special =
        Map.of(
            "pods", new PodStrategy(),
            "namespaces", new NamespaceStrategy(),
            "customresourcedefinitions.apiextensions.k8s.io", new DefinitionStrategy(),
            "daemonsets.apps", new DaemonSetStrategy(),
            "jobs.batch", new JobStrategy(),
            "services", new ServiceStrategy(new ServiceAddresses(store, random)));
  }

  Strategy of(ResourceType type) {
    return special.getOrDefault(type.qualifiedPlural(), Strategy.PLAIN);
  }
}
