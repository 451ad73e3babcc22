package dev.cnilab.cluster.containerd.daemon;

import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.userland.hardware.WallClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Publishes events of sandboxes and containers. */
public final class ContainerdEvents {
  private final WallClock clock;
  private final List<Consumer<ContainerEvent>> listeners = new ArrayList<>();

  public ContainerdEvents(WallClock clock) {
    this.clock = clock;
  }

  /** Calls a listener for each event, until the returned action is run. */
  public Runnable listen(Consumer<ContainerEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void send(ContainerEvent.Type type, String containerId, String sandboxId) {
    ContainerEvent event = new ContainerEvent(type, containerId, sandboxId, clock.instant());
    for (Consumer<ContainerEvent> listener : listeners) {
      clock.loop().schedule(0, () -> listener.accept(event));
    }
  }
}
