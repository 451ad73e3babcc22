package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.registry.service.ServiceAddresses;
import dev.cnilab.cluster.apiserver.registry.service.ServiceStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.DaemonSetStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.DefinitionStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.JobStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.NamespaceStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.NodeStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.PodStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.ProtectedStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.ReplicationStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.SigningRequestStrategy;
import dev.cnilab.cluster.apiserver.registry.strategy.Strategy;
import dev.cnilab.cluster.apiserver.registry.strategy.VolumeStrategy;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** The strategy of each kind. */
final class Strategies {
  private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
  private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";

  private final Map<String, Strategy> special;

  /**
   * The strategies of all kinds.
   *
   * @param now the time, as a timestamp
   */
  Strategies(ObjectStore store, Random random, Supplier<String> now) {
    this.special = new HashMap<>();
    special.put("pods", new PodStrategy());
    special.put("nodes", new NodeStrategy());
    special.put("namespaces", new NamespaceStrategy());
    special.put(DEFINITIONS, new DefinitionStrategy());
    special.put("daemonsets.apps", new DaemonSetStrategy());
    special.put("jobs.batch", new JobStrategy());
    special.put(REQUESTS, new SigningRequestStrategy(now));
    special.put("persistentvolumes", new VolumeStrategy(now));
    special.put("persistentvolumeclaims", new ProtectedStrategy("kubernetes.io/pvc-protection"));
    special.put(
        "volumeattributesclasses.storage.k8s.io",
        new ProtectedStrategy("kubernetes.io/vac-protection"));
    special.put("services", new ServiceStrategy(new ServiceAddresses(store, random)));
    special.put("replicationcontrollers", new ReplicationStrategy());
  }

  Strategy of(ResourceType type) {
    return special.getOrDefault(type.qualifiedPlural(), Strategy.PLAIN);
  }
}
