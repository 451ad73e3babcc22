package dev.cnilab.cluster.image.coredns.kubernetes;

import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a cluster the plugin kubernetes follows, and how long it waits for it.
 *
 * @param labels selects Services, EndpointSlices and Pods; "" for all
 * @param namespaceLabels selects namespaces; "" for all
 * @param left kinds that it does not follow
 * @param patience after which it serves without having read everything
 */
record Scope(String labels, String namespaceLabels, List<ResourceType> left, Duration patience) {
  static final Scope DEFAULT =
      new Scope("", "", List.of(ResourceTypes.PODS), Duration.ofSeconds(5));

  Scope withLabels(String selector) {
    return new Scope(selector, namespaceLabels, left, patience);
  }

  Scope withNamespaceLabels(String selector) {
    return new Scope(labels, selector, left, patience);
  }

  Scope without(ResourceType type) {
    List<ResourceType> all = new ArrayList<>(left);
    all.add(type);
    return new Scope(labels, namespaceLabels, List.copyOf(all), patience);
  }

  Scope with(ResourceType type) {
    return new Scope(
        labels,
        namespaceLabels,
        left.stream().filter(each -> !each.equals(type)).toList(),
        patience);
  }

  Scope withPatience(Duration other) {
    return new Scope(labels, namespaceLabels, left, other);
  }

  /** The kinds that it follows. */
  List<ResourceType> types() {
    return List.of(
            ResourceTypes.SERVICES,
            ResourceTypes.ENDPOINT_SLICES,
            ResourceTypes.NAMESPACES,
            ResourceTypes.PODS)
        .stream()
        .filter(each -> !left.contains(each))
        .toList();
  }

  /** Which objects of a kind. */
  ListOptions options(ResourceType type) {
    String selector = type.equals(ResourceTypes.NAMESPACES) ? namespaceLabels : labels;
    return selector.isEmpty() ? ListOptions.everything() : ListOptions.labels(selector);
  }
}
