package dev.cnilab.cluster.kubelet.environment;

import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A pod's total limit of a resource: k8s.io/component-helpers/resource, PodLimits. */
public final class PodLimits {
  private PodLimits() {}

  /**
   * The sum of its containers' limits, or the largest limit of an init container, in the resource's
   * base unit; empty if no container has a limit.
   */
  public static OptionalLong of(Pod pod, String resource) {
    List<ContainerSpec> initial = pod.initContainers();
    long together =
        Stream.concat(
                pod.containers().stream(),
                initial.stream().filter(ContainerSpec::isRestartableInit))
            .mapToLong(container -> limit(container, resource))
            .reduce(0, Quantity::sum);
    long before = initial.stream().mapToLong(each -> limit(each, resource)).max().orElse(0);
    long limit = Math.max(together, before);
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** Like {@link #of}, but empty unless every container has a limit; ResourceConfigForPod. */
  public static OptionalLong ofAll(Pod pod, String resource) {
    boolean bounded =
        Stream.concat(pod.containers().stream(), pod.initContainers().stream())
            .allMatch(container -> limit(container, resource) > 0);
    return bounded ? of(pod, resource) : OptionalLong.empty();
  }

  private static long limit(ContainerSpec container, String resource) {
    return ResourceReference.amount(container, "limits", resource);
  }
}
