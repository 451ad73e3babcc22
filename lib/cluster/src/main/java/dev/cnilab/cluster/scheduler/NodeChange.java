package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.scheduler.plugin.Filter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rejections an event may have made void. A heartbeat of a node concerns none. */
final class NodeChange {
  /** A pod has left its node. */
  static final Set<Filter> POD_GONE = EnumSet.of(Filter.NODE_PORTS, Filter.NODE_RESOURCES_FIT);

  private NodeChange() {}

  static Set<Filter> concerns(@Nullable KubeObject before, KubeObject node) {
    if (before == null) {
      return node.at("/spec/taints").isEmpty()
          ? EnumSet.allOf(Filter.class)
          : EnumSet.complementOf(EnumSet.of(Filter.TAINT_TOLERATION));
    }
    Set<Filter> filters = EnumSet.noneOf(Filter.class);
    add(filters, Filter.NODE_UNSCHEDULABLE, before, node, "/spec/unschedulable");
    add(filters, Filter.TAINT_TOLERATION, before, node, "/spec/taints");
    add(filters, Filter.NODE_AFFINITY, before, node, "/metadata/labels");
    add(filters, Filter.NODE_RESOURCES_FIT, before, node, "/status/allocatable");
    return filters;
  }

  private static void add(
      Set<Filter> filters, Filter filter, KubeObject before, KubeObject node, String pointer) {
    if (!before.at(pointer).equals(node.at(pointer))) {
      filters.add(filter);
    }
  }
}
