package dev.cnilab.cluster.quota;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A ResourceQuota. */
public record Quota(KubeObject object) {
  /** The hard limits. */
  public QuotaUsage hard() {
    return QuotaUsage.of(object.at("/spec/hard"));
  }

  /** An object's usage of what this quota limits; empty if it does not count. */
  public QuotaUsage of(ResourceType type, KubeObject other) {
    if (!QuotaScopes.match(object, type, other)) {
      return QuotaUsage.NOTHING;
    }
    Set<String> limited = hard().amounts().keySet();
    QuotaUsage all = QuotaEvaluator.of(type, other);
    return all.only(
        all.amounts().keySet().stream().filter(limited::contains).collect(Collectors.toSet()));
  }

  /** The resources that each container of a pod has to specify, but does not. */
  public List<String> unsaid(KubeObject pod) {
    return QuotaScopes.match(object, ResourceTypes.PODS, pod)
        ? PodUsage.unsaid(pod, hard().amounts().keySet())
        : List.of();
  }

  /**
   * The usage of all objects of the quota's namespace.
   *
   * @param objects those of a type in that namespace
   */
  public QuotaUsage used(Function<ResourceType, ? extends Collection<KubeObject>> objects) {
    QuotaUsage used = QuotaUsage.NOTHING;
    for (ResourceType type : QuotaEvaluator.types(object)) {
      for (KubeObject each : objects.apply(type)) {
        used = used.plus(of(type, each));
      }
    }
    return used.only(hard().amounts().keySet());
  }
}
