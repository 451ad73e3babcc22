package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.placement.Resources;
import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** A pod's requirements on a node, in the order in which the real scheduler checks them. */
public enum Filter {
  NODE_UNSCHEDULABLE {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      return unless(
          !node.isUnschedulable()
              || pod.tolerations().stream().anyMatch(each -> each.tolerates(UNSCHEDULABLE)),
          "node(s) were unschedulable");
    }
  },
  NODE_NAME {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      return unless(
          pod.wantedNode().isEmpty() || pod.wantedNode().equals(node.name()),
          "node(s) didn't match the requested node name");
    }
  },
  TAINT_TOLERATION {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      return unless(
          Toleration.allowScheduling(pod.tolerations(), node.taints()),
          "node(s) had untolerated taint(s)");
    }
  },
  NODE_AFFINITY {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      return unless(
          pod.affinity().matches(node.object()),
          "node(s) didn't match Pod's node affinity/selector");
    }
  },
  NODE_PORTS {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      boolean taken =
          !pod.ports().isEmpty()
              && node.pods().stream().anyMatch(other -> other.ports().conflictsWith(pod.ports()));
      return taken
          ? List.of(
              new Rejection(
                  this, "node(s) didn't have free ports for the requested pod ports", true))
          : List.of();
    }
  },
  NODE_RESOURCES_FIT {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      List<Rejection> missing = new ArrayList<>();
      pod.requests()
          .milli()
          .forEach(
              (name, amount) -> {
                long allocatable = node.allocatable().of(name);
                if (amount > 0 && amount > allocatable - node.requested().of(name)) {
                  String reason =
                      name.equals(Resources.PODS) ? "Too many pods" : "Insufficient " + name;
                  missing.add(new Rejection(this, reason, amount <= allocatable));
                }
              });
      return missing;
    }
  },
  POD_TOPOLOGY_SPREAD {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      String reason = "node(s) didn't match pod topology spread constraints";
      for (Skew skew : surroundings.held()) {
        if (!skew.knows(node)) {
          return List.of(new Rejection(this, reason + " (missing required label)", false));
        }
        if (!skew.allows(node)) {
          return List.of(new Rejection(this, reason, true));
        }
      }
      return List.of();
    }
  },
  INTER_POD_AFFINITY {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
      Neighbors neighbors = surroundings.neighbors();
      if (!neighbors.allWantedNear(node)) {
        return unless(false, "node(s) didn't match pod affinity rules");
      }
      String reason =
          neighbors.anyUnwantedNear(node)
              ? "node(s) didn't match pod anti-affinity rules"
              : neighbors.isClosed(node)
                  ? "node(s) didn't satisfy existing pods anti-affinity rules"
                  : "";
      return reason.isEmpty() ? List.of() : List.of(new Rejection(this, reason, true));
    }
  };

  private static final Filter[] IN_ORDER = values();

  private static final dev.cnilab.cluster.placement.Taint UNSCHEDULABLE =
      dev.cnilab.cluster.placement.Taint.of(
          "node.kubernetes.io/unschedulable",
          dev.cnilab.cluster.placement.Taint.Effect.NO_SCHEDULE);

  /** The reasons of the first filter that rejects a node; empty if all accept it. */
  public static List<Rejection> checkAll(PodInfo pod, NodeInfo node, PodsOnNodes surroundings) {
    for (Filter filter : IN_ORDER) {
      List<Rejection> rejections = filter.check(pod, node, surroundings);
      if (!rejections.isEmpty()) {
        return rejections;
      }
    }
    return List.of();
  }

  abstract List<Rejection> check(PodInfo pod, NodeInfo node, PodsOnNodes surroundings);

  /** A rejection that evicting other pods would not change. */
  List<Rejection> unless(boolean accepted, String reason) {
    return accepted ? List.of() : List.of(new Rejection(this, reason, false));
  }
}
