package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.kubelet.container.ContainerConfigs;
import dev.cnilab.cluster.kubelet.container.ContainerKiller;
import dev.cnilab.cluster.kubelet.container.ContainerMounts;
import dev.cnilab.cluster.kubelet.container.ContainerStarter;
import dev.cnilab.cluster.kubelet.container.Hooks;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.container.PodCgroups;
import dev.cnilab.cluster.kubelet.container.SandboxConfigs;
import dev.cnilab.cluster.kubelet.environment.Environment;
import dev.cnilab.cluster.kubelet.image.Images;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import dev.cnilab.cluster.kubelet.status.container.ReasonCache;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.function.Predicate;

/** The parts of a {@link PodRuntime}. */
public record RuntimeParts(
    Lifetime lifetime,
    ApiClient client,
    LoggedRuntime runtime,
    MountNamespace files,
    NetworkNamespace network,
    PodCgroups groups,
    NodeContext node,
    Volumes volumes,
    Environment environment,
    EventRecorder recorder,
    Klog log) {

  /**
   * Assembles it.
   *
   * @param terminationRequested whether the pod of that uid has to terminate
   */
  public PodRuntime assemble(
      ProbeVerdicts probes, ReasonCache reasons, Predicate<String> terminationRequested) {
    Hooks hooks = new Hooks(lifetime.loop(), runtime, network, node.nodeIp(), recorder, log);
    Images images =
        new Images(runtime.quiet().images(), runtime::pullImage, recorder, lifetime.loop()::now);
    ContainerMounts mounts = new ContainerMounts(volumes, files, node, images);
    ContainerStarter starter =
        new ContainerStarter(
            runtime,
            images,
            new ContainerConfigs(environment, mounts, node),
            hooks,
            recorder,
            lifetime::now);
    return new PodRuntime(
        runtime,
        new SandboxConfigs(node, files, groups),
        new RuntimeHandlers(client),
        new ContainerLimits(node),
        starter,
        new ContainerKiller(lifetime, runtime, recorder, hooks),
        probes,
        reasons,
        recorder,
        log,
        terminationRequested);
  }
}
