package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.container.Container;
import dev.cnilab.cluster.containerd.container.ContainerExec;
import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriStreaming;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.log.GoText;
import java.util.List;

/** containerd's streaming service. */
record StreamingService(
    Store<Sandbox> sandboxes, Store<Container> containers, ContainerExec exec, CallLog calls)
    implements CriStreaming {
  @Override
  public int exec(String containerId, List<String> command, ExecStreams streams) {
    calls.requireRunning();
    Container container =
        containers
            .find(containerId)
            .orElseThrow(
                () ->
                    CriException.notFound(
                        "failed to find container %s in store: not found"
                            .formatted(GoText.quote(containerId))));
    return exec.exec(container, command, streams);
  }

  @Override
  public void attach(String containerId, ExecStreams streams) {
    calls.requireRunning();
    containers.get(containerId).attach(streams);
  }

  @Override
  public void portForward(String podSandboxId, int port, ExecStreams streams) {
    calls.requireRunning();
    sandboxes.get(podSandboxId).connect(port, streams);
  }
}
