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

  /** So many are packed together. */
  private static final int PAGE = 64;

  private final EventLoop loop;
  private final Supplier<String> hostname;
  private final Deque<PackedEntries> packed = new ArrayDeque<>();
  private final List<JournalEntry> latest = new ArrayList<>();
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
    latest.add(entry);
    if (latest.size() == PAGE) {
      packed.add(PackedEntries.of(latest));
      latest.clear();
    }
    if (packed.size() > MOST_ENTRIES / PAGE) {
      packed.removeFirst();
    }
    List.copyOf(followers).forEach(each -> each.accept(entry));
  }

  public List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    packed.forEach(page -> entries.addAll(page.unpacked()));
    entries.addAll(latest);
    return entries;
  }

  /** Tells of each further entry until the result is run. */
  public Runnable follow(Consumer<JournalEntry> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
