package dev.cnilab.cluster.client;

import dev.cnilab.cluster.object.KubeObject;

/**
 * A change of an object.
 *
 * @param object the object after the change; for {@link Type#DELETED} as it was last
 */
public record WatchEvent(Type type, KubeObject object) {
  /** What happened, in the words of the API. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK,
    ERROR
  }
}
