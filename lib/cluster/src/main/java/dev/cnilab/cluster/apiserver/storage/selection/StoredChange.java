package dev.cnilab.cluster.apiserver.storage.selection;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * One write to the store.
 *
 * @param before null if the object is new
 * @param after null if the object is gone
 * @param last the object as of this revision, even if it is gone
 */
public record StoredChange(
    long revision,
    ResourceType type,
    @Nullable KubeObject before,
    @Nullable KubeObject after,
    KubeObject last) {

  /** The size of the object as of this revision. */
  public long size() {
    return last.size();
  }

  /** Whether it concerns objects of a type, in any version. */
  public boolean isOf(ResourceType other) {
    return type.storedPlural().equals(other.storedPlural());
  }
}
