package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
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
  private final String node;
  private final Coalescer syncing;
  private Instant nextSync;
  private Instant lastFullSync = Instant.EPOCH;
  private @Nullable Timer nextAnyhow;

  SyncRunner(
      EventLoop loop,
      Proxier proxier,
      ServiceMap services,
      ProxyHealth health,
      ServiceHealth serviceHealth,
      String node) {
    this.loop = loop;
    this.proxier = proxier;
    this.services = services;
    this.health = health;
    this.serviceHealth = serviceHealth;
    this.node = node;
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

  private void sync() {
    Instant now = loop.now();
    nextSync = now.plus(BETWEEN_SYNCS);
    syncAnyhow();
    boolean full = now.isAfter(lastFullSync.plus(UNTIL_FULL_SYNC));
    if (full) {
      proxier.forget();
    }
    if (proxier.sync(services.ports(node))) {
      health.updated();
      lastFullSync = full ? now : lastFullSync;
      serviceHealth.sync(services.healthChecks(node));
    } else {
      loop.schedule(UNTIL_RETRY, this::syncSoon);
    }
  }

  /** The rules are synced even while nothing changes ({@code BoundedFrequencyRunner}). */
  private void syncAnyhow() {
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
    nextAnyhow = loop.schedule(UNTIL_FULL_SYNC, this::sync);
  }

  @Override
  public void close() {
    syncing.close();
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
  }
}
