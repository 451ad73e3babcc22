package dev.cnilab.userland.journal;

import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What services and the kernel have said, oldest first; it forgets the oldest of many. */
public final class Journal {
  private static final int MOST_ENTRIES = 20_000;

  private final EventLoop loop;
  private final Supplier<String> hostname;
  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private final List<Consumer<JournalEntry>> followers = new ArrayList<>();

  public Journal(EventLoop loop, Supplier<String> hostname) {
    this.loop = loop;
    this.hostname = hostname;
  }

  /**
   * Adds a line, now.
   *
   * @param unit with its suffix: {@code kubelet.service}; "" for none
   * @param identifier the name before the pid, such as {@code kubelet}
   */
  public void append(String unit, String identifier, int pid, String message) {
    JournalEntry entry =
        new JournalEntry(loop.now(), hostname.get(), unit, identifier, pid, message);
    entries.add(entry);
    if (entries.size() > MOST_ENTRIES) {
      entries.removeFirst();
    }
    List.copyOf(followers).forEach(each -> each.accept(entry));
  }

  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** Tells of each further entry until the result is run. */
  public Runnable follow(Consumer<JournalEntry> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
