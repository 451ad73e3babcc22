package dev.cnilab.netsim.nftables.data;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    for (Entry entry : entries.values()) {
      List<Span> spans = entry.element().key();
      boolean inside = isAlive(entry);
      for (int i = 0; inside && i < spans.size(); i++) {
        inside = spans.get(i).contains(key.get(i));
      }
      if (inside) {
        return entry.element();
      }
    }
    return null;
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
    if ((ranges > 0 || isRange(element)) && overlapsAny(element)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    put(element, lifetime == 0 ? NEVER : clock.getAsLong() + lifetime);
    return true;
  }

  private boolean overlapsAny(Element element) {
    for (Entry other : entries.values()) {
      if (isAlive(other) && overlap(element, other.element())) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlap(Element one, Element other) {
    for (int i = 0; i < one.key().size(); i++) {
      if (!one.key().get(i).overlaps(other.key().get(i))) {
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
    if (entries.put(element.key(), new Entry(element, expires)) == null && isRange(element)) {
      ranges++;
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
    return removed;
  }

  /** Restores what {@link #remove} returned. */
  public void restore(Entry removed) {
    put(removed.element(), removed.expires());
  }

  /** The elements that have not expired, in the order in which nft lists them. */
  public List<Entry> entries() {
    entries.values().removeIf(entry -> !isAlive(entry) && !isRange(entry.element()));
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
}
