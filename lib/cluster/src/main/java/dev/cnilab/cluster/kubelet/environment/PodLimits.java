package dev.cnilab.cluster.kubelet.environment;

import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a pod as a whole may take of a resource: k8s.io/component-helpers/resource, PodLimits. */
public final class PodLimits {
  private PodLimits() {}

  /**
   * What its containers may take together, or the greediest of those that run before them, in the
   * resource's base unit; empty if none of them has a limit.
   */
  public static OptionalLong of(Pod pod, String resource) {
    List<Container> initial = pod.initContainers();
    long together =
        Stream.concat(
                pod.containers().stream(), initial.stream().filter(Container::isRestartableInit))
            .mapToLong(container -> limit(container, resource))
            .sum();
    long before = initial.stream().mapToLong(each -> limit(each, resource)).max().orElse(0);
    long limit = Math.max(together, before);
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** As {@link #of}, for what is bounded only if every container is; ResourceConfigForPod. */
  public static OptionalLong ofAll(Pod pod, String resource) {
    boolean bounded =
        Stream.concat(pod.containers().stream(), pod.initContainers().stream())
            .allMatch(container -> limit(container, resource) > 0);
    return bounded ? of(pod, resource) : OptionalLong.empty();
  }

  private static long limit(Container container, String resource) {
    return ResourceReference.amount(container, "limits", resource);
  }
}
