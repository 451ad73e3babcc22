package dev.cnilab.userland.process;

/**
 * An ipc_namespaces(7): its identity and its only setting, because no shared memory exists here.
 */
public final class IpcNamespace {
  /** The setting under /proc/sys; proc_sys_kernel(5). */
  public static final String SHM_RMID_FORCED = "kernel.shm_rmid_forced";

  private boolean removesUnused;

  /** Whether a shared memory segment without attached processes is removed automatically. */
  public boolean removesUnused() {
    return removesUnused;
  }

  /**
   * Changes {@link #SHM_RMID_FORCED}.
   *
   * @return whether the value was valid, 0 or 1
   */
  public boolean setRemovesUnused(String value) {
    if (!value.matches("[01]")) {
      return false;
    }
    removesUnused = value.equals("1");
    return true;
  }
}
