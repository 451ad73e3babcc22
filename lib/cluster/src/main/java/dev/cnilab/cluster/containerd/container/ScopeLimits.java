package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.userland.cgroup.Cgroup;

/** What containers may use, as their cgroups say. */
public final class ScopeLimits {
  private ScopeLimits() {}

  /** Sets those of a new container. */
  static void set(Container container) {
    Cgroup group = container.cgroup();
    group.pids().setMaxOfUnit();
    apply(group, container.resources());
  }

  /**
   * Changes them.
   *
   * @throws CriException if the container has exited
   */
  public static void update(Container container, ContainerConfig.Resources resources) {
    if (container.state() == State.CONTAINER_EXITED) {
      throw CriException.unknown(
          "failed to update resources: container \"%s\" is in removing state"
              .formatted(container.id()));
    }
    container.setResources(resources);
    apply(container.cgroup(), resources);
  }

  private static void apply(Cgroup group, ContainerConfig.Resources resources) {
    group.setOomScoreAdj(resources.oomScoreAdj());
    long limit = resources.memoryLimit();
    group.memory().setMax(limit > 0 ? limit : Long.MAX_VALUE);
    group.cpu().setWeight(CpuWeight.of(resources.cpuShares()));
    group.cpu().setQuota(resources.cpuQuota());
  }
}
