package dev.cnilab.cluster.client;

import dev.cnilab.cluster.object.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * A change of an object.
 *
 * @param object the object after the change; for {@link Type#DELETED} as it was last
 * @param before the object as this watch told of it last, as informers hand it on; null if it has
 *     not told of it yet, or does not remember
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

  /** A change by one who does not remember. */
  public WatchEvent(Type type, KubeObject object) {
    this(type, object, null);
  }
}
