package dev.cnilab.userland.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What services and the kernel have said, oldest first; it forgets the oldest of many. */
public final class Journal {
  private static final int MOST_ENTRIES = 20_000;

  /** How many are packed together. */
  private static final int PAGE = 64;

  private final InstantSource clock;
  private final Supplier<String> hostname;
  private final Deque<PackedEntries> packed = new ArrayDeque<>();
  private final List<JournalEntry> latest = new ArrayList<>();
  private final List<Consumer<JournalEntry>> followers = new ArrayList<>();
  private final List<Instant> boots = new ArrayList<>();
  private Instant archived = Instant.MIN;

  public Journal(InstantSource clock, Supplier<String> hostname) {
    this.clock = clock;
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
        new JournalEntry(clock.instant(), hostname.get(), unit, identifier, pid, message);
    add(entry);
    List.copyOf(followers).forEach(each -> each.accept(entry));
  }

  private void add(JournalEntry entry) {
    latest.add(entry);
    if (latest.size() == PAGE) {
      packed.add(PackedEntries.of(latest));
      latest.clear();
    }
    if (packed.size() > MOST_ENTRIES / PAGE) {
      packed.removeFirst();
    }
  }

  /** The machine starts, now: what follows is of a boot of its own. */
  public void beginBoot() {
    boots.add(clock.instant());
  }

  /** When each boot began, oldest first. */
  public List<Instant> boots() {
    return List.copyOf(boots);
  }

  /** Lets what there is be archived; journalctl(1), {@code --rotate}. */
  public void rotate() {
    archived = clock.instant();
  }

  /** Forgets what is archived and was written before an instant; {@code --vacuum-time=}. */
  public void vacuum(Instant before) {
    List<JournalEntry> kept = entries();
    kept.removeIf(entry -> entry.time().isBefore(before) && !entry.time().isAfter(archived));
    packed.clear();
    latest.clear();
    kept.forEach(this::add);
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
