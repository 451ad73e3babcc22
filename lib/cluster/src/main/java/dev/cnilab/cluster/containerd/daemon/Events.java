package dev.cnilab.cluster.containerd.daemon;

import dev.cnilab.cluster.cri.ContainerEvent;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells those who asked what happens to sandboxes and containers. */
public final class Events {
  private final EventLoop loop;
  private final List<Consumer<ContainerEvent>> listeners = new ArrayList<>();

  public Events(EventLoop loop) {
    this.loop = loop;
  }

  /** Tells a listener of what happens, until the result is run. */
  public Runnable listen(Consumer<ContainerEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void send(ContainerEvent.Type type, String containerId, String sandboxId) {
    ContainerEvent event = new ContainerEvent(type, containerId, sandboxId, loop.now());
    for (Consumer<ContainerEvent> listener : listeners) {
      loop.schedule(0, () -> listener.accept(event));
    }
  }
}
