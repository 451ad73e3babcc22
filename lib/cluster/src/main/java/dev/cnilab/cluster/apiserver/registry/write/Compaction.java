package dev.cnilab.cluster.apiserver.registry.write;

import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;

/**
 * Forgets the history of the store's objects, as kube-apiserver has etcd compact it: every five
 * minutes, everything that was superseded five minutes before. By the cluster's clock; on the loop
 * only.
 */
public final class Compaction {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final EventLoop loop;
  private final ObjectStore store;
  private long past;

  public Compaction(EventLoop loop, ObjectStore store) {
    this.loop = loop;
    this.store = store;
    this.past = store.revision();
  }

  public void start() {
    loop.schedule(INTERVAL, this::compact);
  }

  private void compact() {
    store.compact(past);
    past = store.revision();
    loop.schedule(INTERVAL, this::compact);
  }
}
