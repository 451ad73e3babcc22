package dev.cnilab.userland.shell.run;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The background jobs of a shell. */
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

  /** Forgets the oldest finished jobs beyond CHILD_MAX, as POSIX allows. */
  private void forgetOldest() {
    if (byNumber.size() > CHILD_MAX) {
      byNumber.values().removeIf(job -> !job.isAlive());
    }
  }

  /** The jobs that have not been waited for, oldest first. */
  public List<Process> all() {
    return new ArrayList<>(byNumber.values());
  }

  /** The jobs by number, newest first. */
  public Map<Integer, Process> newestFirst() {
    return byNumber.descendingMap();
  }

  public Optional<Process> find(int pid) {
    return byNumber.values().stream().filter(job -> job.pidInside() == pid).findFirst();
  }

  /**
   * The job that a word denotes: by number ({@code %2}), the newest ({@code %%}, {@code %+}) or the
   * one before it ({@code %-}), or by the start of its command ({@code %ping}).
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

  /** Forgets a job that was waited for. */
  public void forget(Process child) {
    byNumber.values().remove(child);
  }

  /** Blocks until a job ends or a trapped signal arrives. */
  public void awaitChange() {
    changed.await();
  }

  void wake() {
    changed.wakeAll();
  }
}
