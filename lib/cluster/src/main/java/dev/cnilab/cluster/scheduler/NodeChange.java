package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new or changed node: which rejections it may have resolved, as in the plugins' QueueingHints
 * (KEP-4247). A heartbeat resolves none; nor does an additional taint for a pod that did not even
 * tolerate the earlier ones.
 */
final class NodeChange {
  /** The rejections that a pod's departure from a node may resolve. */
  static final Set<Filter> POD_GONE =
      EnumSet.of(
          Filter.NODE_PORTS,
          Filter.NODE_RESOURCES_FIT,
          Filter.POD_TOPOLOGY_SPREAD,
          Filter.INTER_POD_AFFINITY);

  private final Set<Filter> concerned = EnumSet.noneOf(Filter.class);
  private final @Nullable KubeObject before;
  private final KubeObject node;

  /**
   * A change.
   *
   * @param before null for a new node
   */
  NodeChange(@Nullable KubeObject before, KubeObject node) {
    this.before = before;
    this.node = node;
    if (before == null) {
      concerned.addAll(EnumSet.complementOf(EnumSet.of(Filter.TAINT_TOLERATION)));
    } else {
      add(Filter.NODE_UNSCHEDULABLE, before, "/spec/unschedulable");
      add(Filter.NODE_AFFINITY, before, "/metadata/labels");
      add(Filter.POD_TOPOLOGY_SPREAD, before, "/metadata/labels");
      add(Filter.INTER_POD_AFFINITY, before, "/metadata/labels");
      add(Filter.NODE_RESOURCES_FIT, before, "/status/allocatable");
    }
  }

  private void add(Filter filter, KubeObject old, String pointer) {
    if (!old.at(pointer).equals(node.at(pointer))) {
      concerned.add(filter);
    }
  }

  /**
   * Whether a pod that these filters have rejected should be retried; the set is empty if there was
   * no node.
   */
  boolean helps(KubeObject pod, Set<Filter> rejectedBy) {
    return rejectedBy.isEmpty()
        || rejectedBy.stream().anyMatch(concerned::contains)
        || (rejectedBy.contains(Filter.TAINT_TOLERATION) && isToleratedNow(pod));
  }

  private boolean isToleratedNow(KubeObject pod) {
    List<Toleration> tolerations = Toleration.of(pod);
    return Toleration.allowScheduling(tolerations, Taint.of(node))
        && (before == null || !Toleration.allowScheduling(tolerations, Taint.of(before)));
  }
}
