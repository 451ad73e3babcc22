package dev.cnilab.cluster.client;

import dev.cnilab.cluster.object.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * A change of an object.
 *
 * @param object the object after the change; for {@link Type#DELETED} its last state
 * @param before the object as this watch last delivered it, as informers pass it on; null if it has
 *     not delivered it before, or does not remember
 */
public record WatchEvent(Type type, KubeObject object, @Nullable KubeObject before) {
  /** What happened, in the words of the API. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK,
    ERROR
  }

  /** A change from a watch that does not remember earlier states. */
  public WatchEvent(Type type, KubeObject object) {
    this(type, object, null);
  }
}
