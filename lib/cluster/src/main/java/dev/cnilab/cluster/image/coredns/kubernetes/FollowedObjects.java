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
record FollowedObjects(
    String labels, String namespaceLabels, List<ResourceType> left, Duration patience) {
  static final FollowedObjects DEFAULT =
      new FollowedObjects("", "", List.of(ResourceTypes.PODS), Duration.ofSeconds(5));

  FollowedObjects withLabels(String selector) {
    return new FollowedObjects(selector, namespaceLabels, left, patience);
  }

  FollowedObjects withNamespaceLabels(String selector) {
    return new FollowedObjects(labels, selector, left, patience);
  }

  FollowedObjects without(ResourceType type) {
    List<ResourceType> all = new ArrayList<>(left);
    all.add(type);
    return new FollowedObjects(labels, namespaceLabels, List.copyOf(all), patience);
  }

  FollowedObjects with(ResourceType type) {
    return new FollowedObjects(
        labels,
        namespaceLabels,
        left.stream().filter(each -> !each.equals(type)).toList(),
        patience);
  }

  FollowedObjects withPatience(Duration other) {
    return new FollowedObjects(labels, namespaceLabels, left, other);
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
