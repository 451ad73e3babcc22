package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.object.ResourceType;
import java.util.Map;

/** The strategy of each kind. */
public final class Strategies {
  private static final Map<String, Strategy> SPECIAL =
      Map.of("pods", new PodStrategy(), "namespaces", new NamespaceStrategy());

  private Strategies() {}

  public static Strategy of(ResourceType type) {
    return SPECIAL.getOrDefault(type.qualifiedPlural(), Strategy.PLAIN);
  }
}
