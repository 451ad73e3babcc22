package dev.cnilab.cluster.kubelet.worker;

import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * When to sync pods again. The kubelet checks this queue once a second, so a delay ends at the
 * first full second after it has passed: this is why "every 1 to 1.5 s" looks like every 2 s.
 */
final class WorkQueue {
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Lifetime lifetime;
  private final Consumer<String> work;
  private final long started;
  private final Map<String, Lifetime.Plan> plans = new HashMap<>();

  WorkQueue(Lifetime lifetime, Consumer<String> work) {
    this.lifetime = lifetime;
    this.work = work;
    this.started = lifetime.loop().nanoTime();
  }

  /** Schedules a sync of a pod after a delay, in place of an earlier one. */
  void enqueue(String podUid, Duration delay) {
    forget(podUid);
    long due = lifetime.loop().nanoTime() - started + delay.toNanos();
    long look = (due + LOOK_NANOS - 1) / LOOK_NANOS * LOOK_NANOS;
    Duration wait = Duration.ofNanos(look + started - lifetime.loop().nanoTime());
    plans.put(
        podUid,
        lifetime.after(
            wait,
            () -> {
              plans.remove(podUid);
              work.accept(podUid);
            }));
  }

  void forget(String podUid) {
    Lifetime.Plan plan = plans.remove(podUid);
    if (plan != null) {
      plan.cancel();
    }
  }
}
