package dev.cnilab.cluster.scheduler.plugin;

import dev.cnilab.cluster.placement.Resources;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.util.List;

/**
 * What makes one node better than another for a pod, with scores from 0 to 100 and the weights of
 * the real scheduler's default profile.
 */
public enum Score {
  TAINT_TOLERATION(3, Normalization.REVERSED) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      return node.taints().isEmpty()
          ? 0
          : node.taints().stream()
              .filter(taint -> taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE)
              .filter(taint -> pod.tolerations().stream().noneMatch(t -> t.tolerates(taint)))
              .count();
    }
  },
  NODE_AFFINITY(2, Normalization.OF_HIGHEST) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      return pod.affinity().preference(node.object());
    }
  },
  POD_TOPOLOGY_SPREAD(2, Normalization.REVERSED) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      return pod.spread().isEmpty()
          ? spread.siblings(node)
          : spread.surroundings().hoped().stream().mapToInt(skew -> skew.of(node)).sum();
    }
  },
  INTER_POD_AFFINITY(2, Normalization.OF_RANGE) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      return spread.surroundings().neighbors().preference(node);
    }
  },
  NODE_RESOURCES_FIT(1, Normalization.NONE) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      return (free(pod, node, "cpu") + free(pod, node, "memory")) / 2;
    }
  },
  NODE_RESOURCES_BALANCED_ALLOCATION(1, Normalization.NONE) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      Resources requests = pod.requests();
      if (requests.of("cpu") == 0 && requests.of("memory") == 0) {
        return 0;
      }
      double gap = Math.abs(used(pod, node, "cpu") - used(pod, node, "memory")) / 2;
      return (1 - gap) * 100;
    }
  },
  IMAGE_LOCALITY(1, Normalization.NONE) {
    @Override
    double of(PodInfo pod, NodeInfo node, Spread spread) {
      double sum = 0;
      int containers = 0;
      for (String image : pod.images()) {
        containers++;
        sum += spread.imageScore(image, node);
      }
      double least = 23 * MEGABYTE;
      double most = 1000.0 * MEGABYTE * containers;
      double capped = Math.max(least, Math.min(most, sum));
      return Math.floor(100 * (capped - least) / (most - least));
    }
  };

  private static final double MEGABYTE = 1 << 20;

  private final int weight;
  private final Normalization normalization;

  Score(int weight, Normalization normalization) {
    this.weight = weight;
    this.normalization = normalization;
  }

  /** The weighted sum of all scores of each node, in the order of the nodes. */
  public static double[] total(PodInfo pod, List<NodeInfo> nodes, Spread spread) {
    double[] total = new double[nodes.size()];
    for (Score score : values()) {
      double[] normalized = new double[total.length];
      for (int i = 0; i < total.length; i++) {
        normalized[i] = score.of(pod, nodes.get(i), spread);
      }
      score.normalization.apply(normalized);
      for (int i = 0; i < total.length; i++) {
        total[i] += score.weight * Math.floor(normalized[i]);
      }
    }
    return total;
  }

  abstract double of(PodInfo pod, NodeInfo node, Spread spread);

  static double free(PodInfo pod, NodeInfo node, String resource) {
    long capacity = node.allocatable().of(resource);
    long taken = node.assumed().of(resource) + pod.assumed().of(resource);
    return capacity == 0 || taken > capacity
        ? 0
        : Math.floor((double) (capacity - taken) * 100 / capacity);
  }

  static double used(PodInfo pod, NodeInfo node, String resource) {
    long capacity = node.allocatable().of(resource);
    long taken = node.requested().of(resource) + pod.requests().of(resource);
    return capacity == 0 ? 1 : Math.min(1, (double) taken / capacity);
  }
}
