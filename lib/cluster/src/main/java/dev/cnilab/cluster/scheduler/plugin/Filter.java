package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** What a pod asks of a node, in the order in which the real scheduler asks. */
public enum Filter {
  NODE_UNSCHEDULABLE {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node) {
      boolean tolerated =
          pod.tolerations().stream().anyMatch(toleration -> toleration.tolerates(UNSCHEDULABLE));
      return unless(
          tolerated || !node.object().at("/spec/unschedulable").asBoolean(),
          "node(s) were unschedulable");
    }
  },
  NODE_NAME {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node) {
      String wanted = pod.object().text("/spec/nodeName");
      return unless(
          wanted.isEmpty() || wanted.equals(node.name()),
          "node(s) didn't match the requested node name");
    }
  },
  TAINT_TOLERATION {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node) {
      return unless(
          Toleration.allowScheduling(pod.tolerations(), node.taints()),
          "node(s) had untolerated taint(s)");
    }
  },
  NODE_AFFINITY {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node) {
      return unless(
          pod.affinity().matches(node.object()),
          "node(s) didn't match Pod's node affinity/selector");
    }
  },
  NODE_PORTS {
    @Override
    List<Rejection> check(PodInfo pod, NodeInfo node) {
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
    List<Rejection> check(PodInfo pod, NodeInfo node) {
      List<Rejection> missing = new ArrayList<>();
      pod.requests()
          .milli()
          .forEach(
              (name, amount) -> {
                long allocatable = node.allocatable().of(name);
                if (amount > 0 && amount > allocatable - node.requested().of(name)) {
                  String reason = name.equals("pods") ? "Too many pods" : "Insufficient " + name;
                  missing.add(new Rejection(this, reason, amount <= allocatable));
                }
              });
      return missing;
    }
  };

  private static final dev.cnilab.cluster.placement.Taint UNSCHEDULABLE =
      dev.cnilab.cluster.placement.Taint.of(
          "node.kubernetes.io/unschedulable",
          dev.cnilab.cluster.placement.Taint.Effect.NO_SCHEDULE);

  /** The reasons of the first filter that rejects a node; empty if all accept it. */
  public static List<Rejection> checkAll(PodInfo pod, NodeInfo node) {
    for (Filter filter : values()) {
      List<Rejection> rejections = filter.check(pod, node);
      if (!rejections.isEmpty()) {
        return rejections;
      }
    }
    return List.of();
  }

  abstract List<Rejection> check(PodInfo pod, NodeInfo node);

  /** A rejection that evicting other pods would not change. */
  List<Rejection> unless(boolean accepted, String reason) {
    return accepted ? List.of() : List.of(new Rejection(this, reason, false));
  }
}
