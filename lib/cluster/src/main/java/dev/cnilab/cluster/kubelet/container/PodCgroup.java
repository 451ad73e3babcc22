package dev.cnilab.cluster.kubelet.container;

import dev.cnilab.cluster.cri.message.ContainerConfig.Resources;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.Locale;
import java.util.Objects;

/** The control group of a pod, as a kubelet with the systemd driver names it, and its limits. */
public final class PodCgroup {
  private static final long MILLI = 1000;
  private static final long SHARES_PER_CPU = 1024;
  private static final long FEWEST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long PERIOD = 100_000;
  private static final long LEAST_QUOTA = 1000;
  private static final int LEAST_BURSTABLE = 3;
  private static final int MOST_BURSTABLE = 999;

  /** As much as any machine has; beyond it numbers would overflow. */
  private static final long MOST_MILLI = Long.MAX_VALUE / PERIOD;

  private PodCgroup() {}

  /** The slice's path below /sys/fs/cgroup. */
  public static String path(Pod pod) {
    String service = pod.qosClass().toLowerCase(Locale.ROOT);
    String kind = service.equals("guaranteed") ? "" : "-" + service;
    String parent = kind.isEmpty() ? "" : "/kubepods" + kind + ".slice";
    return "/kubepods.slice%s/kubepods%s-pod%s.slice"
        .formatted(parent, kind, pod.uid().replace('-', '_'));
  }

  /** A container's resource limits on a node. */
  public static Resources resources(Pod pod, ContainerSpec container, NodeContext node) {
    return new Resources(
        shares(container),
        quota(milli(container, "limits")),
        ResourceReference.amount(container, "limits", "memory"),
        oomScoreAdj(pod, container, node));
  }

  /** Like {@code MilliCPUToShares}; a limit without a request is also the request. */
  private static long shares(ContainerSpec container) {
    long request = milli(container, "requests");
    long promised = request == 0 ? milli(container, "limits") : request;
    return Math.clamp(
        Math.min(promised, MOST_SHARES) * SHARES_PER_CPU / MILLI, FEWEST_SHARES, MOST_SHARES);
  }

  /** Like {@code MilliCPUToQuota}. */
  private static long quota(long milli) {
    return milli == 0
        ? Resources.NO_QUOTA
        : Math.max(LEAST_QUOTA, Math.min(milli, MOST_MILLI) * PERIOD / MILLI);
  }

  private static long milli(ContainerSpec container, String list) {
    return Quantity.milli(container.spec().path("resources").path(list).path("cpu").asText("0"));
  }

  /** Like the kubelet's {@code GetContainerOOMScoreAdjust}. */
  private static int oomScoreAdj(Pod pod, ContainerSpec container, NodeContext node) {
    return switch (pod.qosClass()) {
      case "Guaranteed" -> -997;
      case "BestEffort" -> 1000;
      default -> {
        long request = ResourceReference.amount(container, "requests", "memory");
        long capacity = Quantity.units(Objects.requireNonNull(node.allocatable().get("memory")));
        long score = 1000 - 1000 * Math.min(request, capacity) / capacity;
        yield Math.clamp(score, LEAST_BURSTABLE, MOST_BURSTABLE);
      }
    };
  }
}
