package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.Comparator;
import java.util.Map;

/**
 * A pod that may be evicted.
 *
 * @param containers the usage of each container
 * @param volumes the usage of its volumes
 */
record EvictionCandidate(
    Pod pod, EvictionSignal signal, Map<String, Long> containers, long volumes) {
  /**
   * The last in this order is evicted first: above its request, then of lower priority, then with
   * the highest usage above its request; the kubelet's {@code rankMemoryPressure} and {@code
   * rankDiskPressureFunc}.
   */
  static final Comparator<EvictionCandidate> BY_RANK =
      Comparator.comparing(EvictionCandidate::exceedsRequest)
          .thenComparing(each -> -each.priority())
          .thenComparing(EvictionCandidate::overRequest);

  private boolean exceedsRequest() {
    return overRequest() > 0;
  }

  private int priority() {
    return pod.object().at("/spec/priority").asInt();
  }

  private long overRequest() {
    long used = volumes + containers.values().stream().mapToLong(Long::longValue).sum();
    return used - pod.containers().stream().mapToLong(signal::request).sum();
  }

  /**
   * The eviction message: which resource is low, and which containers exceed their requests of it.
   */
  String message(ResourceLevel low) {
    StringBuilder text = new StringBuilder(low.message());
    for (ContainerSpec container : pod.containers()) {
      long used = containers.getOrDefault(container.name(), 0L);
      long request = signal.request(container);
      if (signal != EvictionSignal.INODES && used > request) {
        text.append(
            "Container %s was using %s, request is %s, has larger consumption of %s. "
                .formatted(
                    container.name(),
                    QuantityText.text(used),
                    QuantityText.text(request),
                    signal.resource()));
      }
    }
    return text.toString();
  }
}
