package dev.cnilab.userland.shell.run;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The commands a shell has started in the background. */
public final class Jobs {
  private static final int CHILD_MAX = 1024;

  private final NavigableMap<Integer, Process> byNumber = new TreeMap<>();
  private final WaitQueue changed;

  Jobs(Process shell) {
    this.changed = new WaitQueue(shell.loop());
  }

  void add(Process child) {
    byNumber.put(byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1, child);
    forgetOldest();
    child.onExit(status -> wake());
  }

  /** POSIX lets a shell forget what has ended once there are more than CHILD_MAX. */
  private void forgetOldest() {
    if (byNumber.size() > CHILD_MAX) {
      byNumber.values().removeIf(job -> !job.isAlive());
    }
  }

  /** Those that have not been waited for, oldest first. */
  public List<Process> all() {
    return new ArrayList<>(byNumber.values());
  }

  /** The same by their numbers, newest first. */
  public Map<Integer, Process> newestFirst() {
    return byNumber.descendingMap();
  }

  public Optional<Process> find(int pid) {
    return byNumber.values().stream().filter(job -> job.pidInside() == pid).findFirst();
  }

  /**
   * The job that a word names: by its number ({@code %2}), as the newest ({@code %%}, {@code %+})
   * or the one before it ({@code %-}), or by how its command begins ({@code %ping}).
   */
  public Optional<Process> named(String word) {
    String name = word.substring(1);
    List<Process> newest = new ArrayList<>(byNumber.descendingMap().values());
    return switch (name) {
      case "", "%", "+" -> newest.stream().findFirst();
      case "-" -> newest.stream().skip(1).findFirst();
      default ->
          name.matches("\\d{1,9}")
              ? Optional.ofNullable(byNumber.get(Integer.parseInt(name)))
              : newest.stream()
                  .filter(job -> String.join(" ", job.arguments()).startsWith(name))
                  .findFirst();
    };
  }

  /** Forgets one that was waited for. */
  public void forget(Process child) {
    byNumber.values().remove(child);
  }

  /** Blocks until a job ends or a trapped signal comes in. */
  public void awaitChange() {
    changed.await();
  }

  void wake() {
    changed.wakeAll();
  }
}
