package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.client.ApiErrors;
import java.util.function.BooleanSupplier;

/**
 * Whether the server reaches etcd. The objects themselves are in this process's {@link
 * ObjectStore}; without etcd they can be neither read nor written. On the loop only.
 */
public final class EtcdAccess {
  private BooleanSupplier reached = () -> true;

  /** Sets how the server finds out; until then etcd is not asked for. */
  public void through(BooleanSupplier connection) {
    reached = connection;
  }

  public boolean isReached() {
    return reached.getAsBoolean();
  }

  /**
   * Returns if etcd is reached.
   *
   * @throws dev.cnilab.cluster.client.ApiException 504 otherwise; a real server first waits for 34
   *     seconds
   */
  public void require() {
    if (!isReached()) {
      throw ApiErrors.deadlineExceeded();
    }
  }
}
