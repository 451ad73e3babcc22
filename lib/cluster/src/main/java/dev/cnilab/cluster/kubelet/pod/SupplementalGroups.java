package dev.cnilab.cluster.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The groups that a pod's securityContext gives its processes in addition to their own. */
public final class SupplementalGroups {
  private SupplementalGroups() {}

  /** {@code supplementalGroups}, then {@code fsGroup}. */
  public static List<Long> of(Pod pod) {
    List<Long> groups = new ArrayList<>();
    context(pod).path("supplementalGroups").forEach(group -> groups.add(group.asLong()));
    ofVolumes(pod).ifPresent(groups::add);
    return groups;
  }

  /** {@code fsGroup}: the group to which the pod's own volumes belong. */
  public static OptionalLong ofVolumes(Pod pod) {
    JsonNode group = context(pod).path("fsGroup");
    return group.isNumber() ? OptionalLong.of(group.asLong()) : OptionalLong.empty();
  }

  private static JsonNode context(Pod pod) {
    return pod.object().at("/spec/securityContext");
  }
}
