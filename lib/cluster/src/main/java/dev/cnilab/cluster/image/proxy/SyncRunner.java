package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.netsim.loop.Coalescer;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the rules are written: at most once a second, and from time to time without any change. */
final class SyncRunner implements AutoCloseable {
  private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(1);
  private static final Duration UNTIL_RETRY = Duration.ofSeconds(30);

  /**
   * The longest time between two full syncs, even without changes ({@code FullSyncPeriod} of
   * pkg/proxy/util).
   */
  private static final Duration UNTIL_FULL_SYNC = Duration.ofHours(1);

  private final EventLoop loop;
  private final Proxier proxier;
  private final ServiceMap services;
  private final ProxyHealth health;
  private final ServiceHealth serviceHealth;
  private final Coalescer syncing;
  private Instant nextSync;
  private Instant lastFullSync = Instant.EPOCH;
  private @Nullable Timer nextAnyhow;
  private @Nullable Timer nextStep;
  private boolean requested;
  private boolean full;

  SyncRunner(
      EventLoop loop,
      Proxier proxier,
      ServiceMap services,
      ProxyHealth health,
      ServiceHealth serviceHealth) {
    this.loop = loop;
    this.proxier = proxier;
    this.services = services;
    this.health = health;
    this.serviceHealth = serviceHealth;
    this.syncing = new Coalescer(loop, this::sync);
    this.nextSync = loop.now();
  }

  /** Writes all rules again, because another program has removed them. */
  void startOver() {
    proxier.forget();
    syncSoon();
  }

  /** At once, if the last sync is long enough ago; changes until then are combined. */
  void syncSoon() {
    health.queued();
    syncing.request(Duration.between(loop.now(), nextSync));
  }

  /** While a sync is under way, another one waits for its end. */
  private void sync() {
    if (nextStep != null) {
      requested = true;
      return;
    }
    syncAnyhow(UNTIL_FULL_SYNC);
    full = loop.now().isAfter(lastFullSync.plus(UNTIL_FULL_SYNC));
    if (full) {
      proxier.refresh();
    }
    goOn(proxier.sync(services, services.takeChanges()));
  }

  private void goOn(Sync sync) {
    nextStep = null;
    switch (sync.step()) {
      case GOES_ON -> nextStep = loop.schedule(Duration.ZERO, () -> goOn(sync));
      case DONE -> {
        health.updated();
        lastFullSync = full ? loop.now() : lastFullSync;
        serviceHealth.sync(services.healthChecks());
        end();
      }
      case FAILED -> {
        syncAnyhow(UNTIL_RETRY);
        end();
      }
    }
  }

  private void end() {
    nextSync = loop.now().plus(BETWEEN_SYNCS);
    if (requested) {
      requested = false;
      syncing.request(BETWEEN_SYNCS);
    }
  }

  /**
   * The rules are synced even while nothing changes, and soon after a failure ({@code
   * BoundedFrequencyRunner}).
   */
  private void syncAnyhow(Duration later) {
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
    nextAnyhow = loop.schedule(later, this::sync);
  }

  @Override
  public void close() {
    syncing.close();
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
    if (nextStep != null) {
      nextStep.cancel();
    }
  }
}
