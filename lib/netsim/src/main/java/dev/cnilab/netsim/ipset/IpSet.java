package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A set: a type, and entries of that type. */
public final class IpSet {
  /** The heap bytes of an entry, about; a set without entries counts as one. */
  private static final int BYTES = 150;

  private final SetType type;
  private final IpSetOptions options;
  private final LongSupplier clock;
  private final Map<SetEntry, Attributes> entries = new LinkedHashMap<>();
  private final TableMemory.Entries memory;
  private String name;

  /**
   * The attributes of an entry.
   *
   * @param expires when it expires, in nanoseconds of the loop's clock; {@link Long#MAX_VALUE} for
   *     never
   */
  public record Attributes(long expires, String comment) {}

  private static final Attributes PLAIN = new Attributes(Long.MAX_VALUE, "");

  IpSet(String name, SetType type, IpSetOptions options, LongSupplier clock, TableMemory memory) {
    this.memory = memory.entries(BYTES);
    this.memory.add(1);
    this.name = name;
    this.type = type;
    this.options = options;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  public SetType type() {
    return type;
  }

  public IpSetOptions options() {
    return options;
  }

  /** The present entries, in the order in which they were added. */
  public Set<SetEntry> entries() {
    forgetExpired();
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The attributes of a present entry. */
  public Attributes attributes(SetEntry entry) {
    return entries.getOrDefault(entry, PLAIN);
  }

  /** Whether it is a present entry. */
  public boolean has(SetEntry entry) {
    return isAlive(entries.get(entry));
  }

  /** The present entry in whose place another one would be: the same, or that of its prefix. */
  public Optional<SetEntry> presentAt(SetEntry entry) {
    if (has(entry)) {
      return Optional.of(entry);
    }
    return entry instanceof SetEntry.Net net && has(net.opposite())
        ? Optional.of(net.opposite())
        : Optional.empty();
  }

  /** Looks at all entries; {@link #has} at one. */
  private void forgetExpired() {
    if (options.timeout().isPresent()) {
      entries.values().removeIf(each -> !isAlive(each));
      charge(0);
    }
  }

  private boolean isAlive(@Nullable Attributes attributes) {
    return attributes != null
        && (attributes.expires() == Long.MAX_VALUE || attributes.expires() > clock.getAsLong());
  }

  /**
   * Like {@code ipset add}, without a timeout or comment of its own.
   *
   * @throws ErrnoException EEXIST if it is in the set already, EINVAL if it is of another type,
   *     ENOBUFS if the set is full, ENOMEM if there is no memory for it
   */
  public void add(SetEntry entry) {
    add(entry, options.timeout(), "");
  }

  /** Like {@link #add(SetEntry)}, with a comment and a timeout, where zero means none. */
  public void add(SetEntry entry, Optional<Duration> timeout, String comment) {
    requireFitting(entry);
    if (presentAt(entry).isPresent()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    entries.remove(entry); // one that has expired
    if (entries.size() >= options.maxElements()) {
      forgetExpired();
    }
    if (entries.size() >= options.maxElements()) {
      throw new ErrnoException(Errno.ENOBUFS);
    }
    charge(1);
    long expires =
        timeout
            .filter(time -> !time.isZero())
            .map(time -> clock.getAsLong() + time.toNanos())
            .orElse(Long.MAX_VALUE);
    Attributes attributes = new Attributes(expires, comment);
    entries.put(entry, attributes.equals(PLAIN) ? PLAIN : attributes);
  }

  /**
   * Like {@code ipset del}.
   *
   * @throws ErrnoException ENOENT if it is not in the set
   */
  public void remove(SetEntry entry) {
    boolean present = has(entry);
    entries.remove(entry);
    charge(0);
    if (!present) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  /**
   * Replaces all entries by these, as {@code ipset restore} does by means of a swap.
   *
   * @throws ErrnoException EINVAL if one is of another type, ENOMEM if there is no memory for them
   */
  public void replaceAll(Collection<? extends SetEntry> all) {
    all.forEach(this::requireFitting);
    memory.add(1L + all.size() - memory.count());
    entries.clear();
    all.forEach(each -> entries.put(each, PLAIN));
  }

  public void flush() {
    entries.clear();
    charge(0);
  }

  /** Charges what it has and that many more entries. */
  private void charge(int more) {
    memory.add(1L + entries.size() + more - memory.count());
  }

  /** Frees its memory when it is destroyed. */
  void free() {
    memory.set(0);
  }

  private void requireFitting(SetEntry entry) {
    SetType fitting =
        switch (entry) {
          case SetEntry.Address address -> SetType.HASH_IP;
          case SetEntry.Net net -> SetType.HASH_NET;
          case SetEntry.AddressPort port -> SetType.HASH_IP_PORT;
          case SetEntry.Member member -> SetType.LIST_SET;
        };
    if (fitting != type) {
      throw new ErrnoException(Errno.EINVAL);
    }
  }

  /** Whether the lookup matches an entry; the sets of a list are tried in order. */
  boolean contains(SetLookup lookup, IpSets all) {
    return switch (type) {
      case HASH_IP -> has(new SetEntry.Address(lookup.address()));
      case HASH_NET -> covers(new SetEntry.Net(Ipv4Prefix.of(lookup.address()), false));
      case HASH_IP_PORT ->
          has(new SetEntry.AddressPort(lookup.address(), lookup.protocol(), lookup.port()));
      case LIST_SET ->
          entries().stream()
              .anyMatch(
                  entry ->
                      entry instanceof SetEntry.Member member
                          && all.contains(member.set(), lookup));
    };
  }

  /** Whether the longest prefix with that address is an entry of the same kind. */
  public boolean covers(SetEntry.Net host) {
    for (int length = 32; length >= 0; length--) {
      Ipv4Prefix prefix = new Ipv4Prefix(host.prefix().address(), length).network();
      SetEntry.Net entry = new SetEntry.Net(prefix, host.nomatch());
      Optional<SetEntry> present = presentAt(entry);
      if (present.isPresent()) {
        return present.get().equals(entry);
      }
    }
    return false;
  }
}
