package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.process.Machine;

/**
 * What containers may use, as their cgroups say.
 *
 * @param machine the node, whose cgroup is another one after each boot
 */
public record ScopeLimits(Machine machine) {
  /**
   * The share of the machine's processes that a scope may have, in per cent; DefaultTasksMax of
   * systemd.
   */
  private static final int DEFAULT_TASKS_MAX = 15;

  /** Sets those of a new container. */
  void set(Container container) {
    Cgroup group = container.cgroup();
    group.pids().setMax(machine.cgroup().pids().max() * DEFAULT_TASKS_MAX / 100);
    apply(group, container.resources());
  }

  /**
   * Changes them.
   *
   * @throws CriException if the container has exited
   */
  public void update(Container container, ContainerConfig.Resources resources) {
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
