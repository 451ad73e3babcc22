package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether a change of an object affects what a controller looks at: most are heartbeats and other
 * parts of the status.
 *
 * @param <T> what it looks at; compared with equals
 */
public final class RelevantChanges<T> implements Predicate<WatchEvent> {
  private final Function<KubeObject, T> facts;
  private final Map<ObjectKey, T> known = new HashMap<>();

  public RelevantChanges(Function<KubeObject, T> facts) {
    this.facts = facts;
  }

  @Override
  public boolean test(WatchEvent event) {
    ObjectKey key = ObjectKey.of(event.object());
    if (event.type() == WatchEvent.Type.DELETED) {
      known.remove(key);
      return true;
    }
    T now = facts.apply(event.object());
    return !now.equals(known.put(key, now));
  }
}
