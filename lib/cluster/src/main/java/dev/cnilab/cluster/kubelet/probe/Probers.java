package dev.cnilab.cluster.kubelet.probe;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.userland.process.Process;

/** Chooses the prober for a probe's specification. */
public final class Probers implements Prober {
  private final Prober exec;
  private final Prober network;

  /** The probers of one node, which reach pods from its kubelet's network. */
  public Probers(CriRuntime runtime, Process kubelet, String nodeIp) {
    this.exec = new ExecProber(runtime);
    this.network = new NetworkProber(runtime, kubelet, nodeIp);
  }

  @Override
  public Outcome probe(Pod pod, ContainerSpec container, String containerId, ProbeSpec spec) {
    Prober chosen = spec.action().has("exec") ? exec : network;
    return chosen.probe(pod, container, containerId, spec);
  }
}
