package dev.cnilab.userland.shell.run;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands a shell has started in the background. */
public final class Jobs {
  private static final int CHILD_MAX = 1024;

  private final Map<Integer, Process> byPid = new LinkedHashMap<>();
  private final WaitQueue changed;

  Jobs(Process shell) {
    this.changed = new WaitQueue(shell.loop());
  }

  void add(Process child) {
    byPid.put(child.pidInside(), child);
    forgetOldest();
    child.onExit(status -> wake());
  }

  /** POSIX lets a shell forget what has ended once there are more than CHILD_MAX. */
  private void forgetOldest() {
    if (byPid.size() > CHILD_MAX) {
      byPid.values().removeIf(job -> !job.isAlive());
    }
  }

  /** Those that have not been waited for, oldest first. */
  public List<Process> all() {
    return new ArrayList<>(byPid.values());
  }

  public Optional<Process> find(int pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** Forgets one that was waited for. */
  public void forget(Process child) {
    byPid.remove(child.pidInside());
  }

  /** Blocks until a job ends or a trapped signal comes in. */
  public void awaitChange() {
    changed.await();
  }

  void wake() {
    changed.wakeAll();
  }
}
