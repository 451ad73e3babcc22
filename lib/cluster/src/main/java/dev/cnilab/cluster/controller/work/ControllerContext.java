package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.hardware.WallClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** The loop, the client and the clock of a controller. */
public record ControllerContext(EventLoop loop, ApiClient client) {
  /** A recorder for the component of that name. */
  public EventRecorder recorder(String component) {
    return new EventRecorder(client, new WallClock(loop), component, "");
  }

  /** A loop that reconciles the keys that its watches add. */
  public ControlLoop controlLoop(Consumer<ObjectKey> reconcile) {
    return new ControlLoop(loop, client, reconcile);
  }

  /** The current time as the API writes it, to the second. */
  public String timestamp() {
    return text(loop.now());
  }

  /** A time as the API writes it, to the second. */
  public static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
