package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import java.time.Duration;

/** When a kubelet notices what has become of a container: its pod lifecycle event generator. */
sealed interface Pleg {
  /** Long enough to combine what happens at the same moment. */
  Duration AT_ONCE = Duration.ofMillis(10);

  /** How long after a change it is noticed. */
  Duration delay();

  /** The runtime tells it ({@code evented.go}). */
  record Evented() implements Pleg {
    @Override
    public Duration delay() {
      return AT_ONCE;
    }
  }

  /** It lists all sandboxes and containers once a second ({@code generic.go}). */
  record Generic(Lifetime lifetime, LoggedRuntime runtime, Klog log, long started) implements Pleg {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** One that lists them from now on. */
    static Generic start(Lifetime lifetime, LoggedRuntime runtime, Klog log) {
      Generic pleg = new Generic(lifetime, runtime, log, lifetime.loop().nanoTime());
      lifetime.every(PERIOD, () -> lifetime.spawn("relist", pleg::relist));
      return pleg;
    }

    private void relist() {
      try {
        runtime.listPodSandbox();
      } catch (CriException unreachable) {
        log.failure(
            "generic.go:308",
            String.valueOf(unreachable.getMessage()),
            "GenericPLEG: Unable to retrieve pods");
      }
    }

    @Override
    public Duration delay() {
      long since = lifetime.loop().nanoTime() - started;
      return PERIOD.minusNanos(since % PERIOD.toNanos());
    }
  }
}
