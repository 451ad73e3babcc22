package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** A sandbox and its containers. */
abstract class ContainersOfASandbox {
  @AutoClose final RuntimeNode node = RuntimeNode.with(Conflists.BRIDGE);
  final String sandbox = node.pod("a");

  ContainerStatus status(String id) {
    return node.run(() -> node.containerd().containerStatus(id));
  }

  static ContainerConfig withMounts(ContainerConfig config, ContainerConfig.Mount... mounts) {
    return new ContainerConfig(
        config.metadata(),
        config.image(),
        config.command(),
        config.args(),
        config.workingDir(),
        config.envs(),
        List.of(mounts),
        config.labels(),
        config.annotations(),
        config.logPath(),
        config.terminal(),
        config.securityContext(),
        config.resources());
  }
}
