package dev.cnilab.cluster.kubelet.container;

import dev.cnilab.cluster.cri.ContainerConfig.Resources;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.NodeFacts;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.QualityOfService;
import java.util.Locale;
import java.util.Objects;

/** The control group of a pod, as a kubelet with the systemd driver names it, and its limits. */
public final class PodCgroup {
  private static final int LEAST_BURSTABLE = 3;
  private static final int MOST_BURSTABLE = 999;

  private PodCgroup() {}

  /** The slice's path below /sys/fs/cgroup. */
  public static String path(Pod pod) {
    String service = QualityOfService.of(pod).toLowerCase(Locale.ROOT);
    String kind = service.equals("guaranteed") ? "" : "-" + service;
    String parent = kind.isEmpty() ? "" : "/kubepods" + kind + ".slice";
    return "/kubepods.slice%s/kubepods%s-pod%s.slice"
        .formatted(parent, kind, pod.uid().replace('-', '_'));
  }

  static Resources resources(Pod pod, Container container, NodeFacts node) {
    return new Resources(
        ResourceReference.amount(container, "limits", "memory"), oomScoreAdj(pod, container, node));
  }

  /** As the kubelet's {@code GetContainerOOMScoreAdjust}. */
  private static int oomScoreAdj(Pod pod, Container container, NodeFacts node) {
    return switch (QualityOfService.of(pod)) {
      case "Guaranteed" -> -997;
      case "BestEffort" -> 1000;
      default -> {
        long request = ResourceReference.amount(container, "requests", "memory");
        long capacity =
            ResourceReference.amount(Objects.requireNonNull(node.allocatable().get("memory")));
        long score = 1000 - 1000 * request / capacity;
        yield Math.clamp(score, LEAST_BURSTABLE, MOST_BURSTABLE);
      }
    };
  }
}
