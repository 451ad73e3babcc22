package dev.cnilab.userland.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log of services and the kernel, oldest first; old entries are dropped when there are many.
 */
public final class Journal {
  private static final int MOST_ENTRIES = 20_000;

  /** The number of entries that are packed together. */
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
   * Appends a line with the present time.
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

  /** Starts a new boot, which the following entries belong to. */
  public void beginBoot() {
    boots.add(clock.instant());
  }

  /** The start of each boot, oldest first. */
  public List<Instant> boots() {
    return List.copyOf(boots);
  }

  /** Archives the present entries; journalctl(1), {@code --rotate}. */
  public void rotate() {
    archived = clock.instant();
  }

  /** Deletes archived entries older than an instant; {@code --vacuum-time=}. */
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

  /** Passes each further entry to {@code follower} until the result is run. */
  public Runnable follow(Consumer<JournalEntry> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
