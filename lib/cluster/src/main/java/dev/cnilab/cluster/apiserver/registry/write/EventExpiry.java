package dev.cnilab.cluster.apiserver.registry.write;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Removes each Event an hour after its last write, like the etcd lease that kube-apiserver gives it
 * ({@code --event-ttl}). By the cluster's clock; on the loop only.
 */
public final class EventExpiry {
  private static final Duration TTL = Duration.ofHours(1);

  private final EventLoop loop;
  private final Writes writes;

  /** The Events by name, the earliest written first. */
  private final Map<String, Written> written = new LinkedHashMap<>();

  private record Written(KubeObject event, long nanos) {}

  public EventExpiry(EventLoop loop, Writes writes) {
    this.loop = loop;
    this.writes = writes;
  }

  /** Notes a write. */
  public void onChange(StoredChange change) {
    if (!change.type().storedPlural().equals(ResourceTypes.EVENTS.storedPlural())) {
      return;
    }
    boolean isTimed = !written.isEmpty();
    String key = change.last().key();
    written.remove(key);
    if (change.after() != null) {
      written.put(key, new Written(change.after(), loop.nanoTime()));
      if (!isTimed) {
        loop.schedule(TTL, this::expire);
      }
    }
  }

  private void expire() {
    while (!written.isEmpty()) {
      Written oldest = written.values().iterator().next();
      long left = oldest.nanos() + TTL.toNanos() - loop.nanoTime();
      if (left > 0) {
        loop.schedule(left, this::expire);
        return;
      }
      writes.remove(ResourceTypes.EVENTS, oldest.event(), Requester.of(User.apiServer()));
    }
  }
}
