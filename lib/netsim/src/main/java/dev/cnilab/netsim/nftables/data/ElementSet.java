package dev.cnilab.netsim.nftables.data;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The elements of a set or a map, which may expire. */
public final class ElementSet {
  /** An element and when it expires, in nanoseconds; {@link Long#MAX_VALUE} for never. */
  public record Entry(Element element, long expires) {}

  private static final long NEVER = Long.MAX_VALUE;

  private final NftSetType type;
  private final LongSupplier clock;
  private final Runnable beforeGrowth;
  private final Map<List<Span>, Entry> entries = new LinkedHashMap<>();
  private int ranges;

  /** Where the keys are; null until there is a range, as a single value is found by its key. */
  private @Nullable Places places;

  /**
   * Creates an empty set.
   *
   * @param clock in nanoseconds, for elements that expire
   * @param beforeGrowth called before there is one more element; throws what prevents that
   */
  public ElementSet(NftSetType type, LongSupplier clock, Runnable beforeGrowth) {
    this.type = type;
    this.clock = clock;
    this.beforeGrowth = beforeGrowth;
  }

  /** Creates a constant set, as in a rule's braces. */
  public static ElementSet of(NftSetType type, List<Element> elements) {
    ElementSet set = new ElementSet(type, () -> 0, () -> {});
    elements.forEach(element -> set.put(element, NEVER));
    return set;
  }

  public NftSetType type() {
    return type;
  }

  /** The element that matches a key; null if there is none. */
  public @Nullable Element find(List<Datum> key) {
    Entry exact = entries.get(key.stream().map(Span::of).toList());
    if (exact != null && isAlive(exact)) {
      return exact.element();
    }
    return ranges == 0 ? null : findInRange(key);
  }

  private @Nullable Element findInRange(List<Datum> key) {
    Entry entry = firstOverlapping(key.stream().map(Span::of).toList());
    return entry == null ? null : entry.element();
  }

  /** An entry that has a value in common with a key; null if there is none. */
  private @Nullable Entry firstOverlapping(List<Span> key) {
    for (List<Span> near : places().near(key.getFirst())) {
      Entry entry = entries.get(near);
      if (entry != null && isAlive(entry) && overlap(key, near)) {
        return entry;
      }
    }
    return null;
  }

  private Places places() {
    Places known = places;
    if (known == null) {
      known = new Places();
      entries.keySet().forEach(known::add);
      places = known;
    }
    return known;
  }

  private boolean isAlive(Entry entry) {
    return entry.expires() == NEVER || clock.getAsLong() < entry.expires();
  }

  /**
   * Adds an element; an equal one stays as it is.
   *
   * @param lifetime in nanoseconds; 0 for forever
   * @return whether it was added
   * @throws ErrnoException EEXIST if its key maps to something else already, or overlaps another;
   *     ENOMEM if there is no memory for it
   */
  public boolean add(Element element, long lifetime) {
    Entry present = entries.get(element.key());
    if (present != null && isAlive(present)) {
      if (element.mapped() == null || element.mapped().equals(present.element().mapped())) {
        return false;
      }
      throw new ErrnoException(Errno.EEXIST);
    }
    if ((ranges > 0 || isRange(element)) && firstOverlapping(element.key()) != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
    put(element, lifetime == 0 ? NEVER : clock.getAsLong() + lifetime);
    return true;
  }

  private static boolean overlap(List<Span> one, List<Span> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).overlaps(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds an element or restarts its lifetime, as {@code update} in a rule does.
   *
   * @throws ErrnoException ENOMEM if there is no memory for it
   */
  public void renew(Element element, long lifetime) {
    put(element, lifetime == 0 ? NEVER : clock.getAsLong() + lifetime);
  }

  /** The number of elements, also those that have expired. */
  public int size() {
    return entries.size();
  }

  private void put(Element element, long expires) {
    if (!entries.containsKey(element.key())) {
      beforeGrowth.run();
    }
    if (entries.put(element.key(), new Entry(element, expires)) == null) {
      ranges += isRange(element) ? 1 : 0;
      if (places != null) {
        places.add(element.key());
      }
    }
  }

  private static boolean isRange(Element element) {
    return element.key().stream().anyMatch(span -> !span.isSingle());
  }

  /**
   * Removes the element with a key.
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public Entry remove(List<Span> key) {
    Entry removed = entries.remove(key);
    if (removed == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    ranges -= isRange(removed.element()) ? 1 : 0;
    if (places != null) {
      places.remove(key);
    }
    return removed;
  }

  /** Restores what {@link #remove} returned. */
  public void restore(Entry removed) {
    put(removed.element(), removed.expires());
  }

  /** The elements that have not expired, in the order in which nft lists them. */
  public List<Entry> entries() {
    List.copyOf(entries.values()).stream()
        .filter(entry -> !isAlive(entry) && !isRange(entry.element()))
        .forEach(entry -> remove(entry.element().key()));
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparing(entry -> new SortKey(type.key(), entry.element().key())));
    return sorted;
  }

  /** The remaining lifetime of an entry, in nanoseconds; empty for forever. */
  public java.util.OptionalLong remaining(Entry entry) {
    return entry.expires() == NEVER
        ? java.util.OptionalLong.empty()
        : java.util.OptionalLong.of(entry.expires() - clock.getAsLong());
  }

  /** The keys of a set in the order of their first parts. */
  private static final class Places {
    private final NavigableMap<Long, List<List<Span>>> byStart = new TreeMap<>();
    private final Map<Datum, List<List<Span>>> byName = new HashMap<>();

    /** No first part has more values after its first one. */
    private long widest;

    /** Whether no two first parts have a value in common, so that only one can be the right one. */
    private boolean disjoint = true;

    void add(List<Span> key) {
      Span first = key.getFirst();
      disjoint &= near(first).stream().noneMatch(near -> near.getFirst().overlaps(first));
      if (first.low() instanceof Datum.Bits from && first.high() instanceof Datum.Bits to) {
        long width = to.value() - from.value();
        widest = Math.max(widest, width < 0 ? Long.MAX_VALUE : width);
      }
      same(first).add(key);
    }

    void remove(List<Span> key) {
      Span first = key.getFirst();
      List<List<Span>> same = same(first);
      same.remove(key);
      if (same.isEmpty()) {
        if (first.low() instanceof Datum.Bits from) {
          byStart.remove(from.value());
        } else {
          byName.remove(first.low());
        }
      }
    }

    /** The keys whose first parts begin where this one does. */
    private List<List<Span>> same(Span first) {
      return first.low() instanceof Datum.Bits from
          ? byStart.computeIfAbsent(from.value(), start -> new ArrayList<>(1))
          : byName.computeIfAbsent(first.low(), name -> new ArrayList<>(1));
    }

    /** The keys whose first parts may have a value in common with this one. */
    List<List<Span>> near(Span first) {
      if (!(first.low() instanceof Datum.Bits from && first.high() instanceof Datum.Bits to)) {
        return byName.getOrDefault(first.low(), List.of());
      }
      long end = Math.max(from.value(), to.value());
      if (disjoint) {
        Map.Entry<Long, List<List<Span>>> last = byStart.floorEntry(end);
        return last == null ? List.of() : last.getValue();
      }
      long least = from.value() - widest;
      return byStart
          .subMap(least > from.value() ? Long.MIN_VALUE : least, true, end, true)
          .values()
          .stream()
          .flatMap(List::stream)
          .toList();
    }
  }
}
