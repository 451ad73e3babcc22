package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * How much a store may hold, in characters of its objects, as with etcd's {@code
 * --quota-backend-bytes}. On the loop only.
 */
public final class StoreSpace {
  /** Objects may take this part of the heap; as trees they are several times as large. */
  private static final int PART_OF_HEAP = 8;

  /** The largest object: the default of etcd's {@code --max-request-bytes}. */
  private static final int LARGEST = 3 * 512 * 1024;

  /** The part of a full store in which what exists may still change: leases, statuses. */
  private static final int PART_FOR_CHANGES = 8;

  private final long quota;
  private long used;

  /**
   * An empty space.
   *
   * @param quota beyond which no object is added, in characters
   */
  public StoreSpace(long quota) {
    this.quota = quota;
  }

  /** The space that this process has. */
  public static StoreSpace standard() {
    return new StoreSpace(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** How large its history may be, besides: as large as what it holds. */
  long history() {
    return quota;
  }

  /**
   * Checks that there is room.
   *
   * @param before what is replaced, if anything
   * @throws dev.cnilab.cluster.client.ApiException 500 if the object is larger than a store
   *     accepts, or the store is full
   */
  public void require(@Nullable KubeObject before, KubeObject after) {
    long size = after.size();
    if (isTooLarge(after)) {
      throw ApiErrors.unexpected("etcdserver: request is too large");
    }
    long most = before == null ? quota : quota + quota / PART_FOR_CHANGES;
    long growth = size - size(before);
    if (growth > 0 && used + growth > most) {
      throw ApiErrors.unexpected("etcdserver: mvcc: database space exceeded");
    }
  }

  /** Whether an object is larger than any store accepts. */
  public boolean isTooLarge(KubeObject object) {
    return object.size() > LARGEST;
  }

  /** Notes a write. */
  void replace(@Nullable KubeObject before, @Nullable KubeObject after) {
    used += size(after) - size(before);
  }

  private static long size(@Nullable KubeObject object) {
    return object == null ? 0 : object.size();
  }
}
