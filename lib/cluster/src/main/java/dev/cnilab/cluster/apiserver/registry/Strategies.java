package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.registry.service.ServiceAddresses;
import dev.cnilab.cluster.apiserver.registry.service.ServiceStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.DaemonSetStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.DefinitionStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.JobStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.NamespaceStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.PodStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.ProtectedStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.SigningRequestStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.Strategy;
import dev.cnilab.cluster.apiserver.registry.strategy.VolumeStrategy;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** The strategy of each kind. */
final class Strategies {
  private final Map<String, Strategy> special;

  /**
   * The strategies of all kinds.
   *
   * @param now the time as timestamps have it
   */
  Strategies(ObjectStore store, Random random, Supplier<String> now) {
    this.special =
        Map.of(
            "pods", new PodStrategy(),
            "namespaces", new NamespaceStrategy(),
            "customresourcedefinitions.apiextensions.k8s.io", new DefinitionStrategy(),
            "daemonsets.apps", new DaemonSetStrategy(),
            "jobs.batch", new JobStrategy(),
            "certificatesigningrequests.certificates.k8s.io", new SigningRequestStrategy(),
            "persistentvolumes", new VolumeStrategy(now),
            "persistentvolumeclaims", new ProtectedStrategy("kubernetes.io/pvc-protection"),
            "volumeattributesclasses.storage.k8s.io",
                new ProtectedStrategy("kubernetes.io/vac-protection"),
            "services", new ServiceStrategy(new ServiceAddresses(store, random)));
  }

  Strategy of(ResourceType type) {
    return special.getOrDefault(type.qualifiedPlural(), Strategy.PLAIN);
  }
}
