package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What went on with the nodes of a cluster before a transcript began: the captured one's past is
 * another one's, unless it was new.
 */
public interface History {
  /** The events of that time, by source and message as {@code kubectl describe} ends their line. */
  Set<String> events();

  default boolean isEmpty() {
    return false;
  }

  /** Of a cluster that begins with the transcript. */
  static History none() {
    return new History() {
      @Override
      public Set<String> events() {
        return Set.of();
      }

      @Override
      public boolean isEmpty() {
        return true;
      }
    };
  }

  static History before(Instant began, Cluster cluster) {
    return () -> cluster.loop().call(() -> events(cluster.client(), began));
  }

  private static Set<String> events(ApiClient client, Instant began) {
    return client.list(ResourceTypes.EVENTS).stream()
        .filter(event -> event.text("/involvedObject/kind").equals("Node"))
        .filter(event -> last(event).isBefore(began))
        .map(event -> (source(event) + " " + event.text("/message")).strip())
        .collect(Collectors.toSet());
  }

  private static String source(KubeObject event) {
    String component = event.text("/source/component");
    return component.isEmpty() ? event.text("/reportingComponent") : component;
  }

  private static Instant last(KubeObject event) {
    String time = event.text("/lastTimestamp");
    return time.isEmpty()
        ? Instant.parse(event.text("/metadata/creationTimestamp"))
        : Instant.parse(time);
  }
}
