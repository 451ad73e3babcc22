package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The sets of a namespace. */
public final class IpSets {
  private static final int LONGEST_NAME = 31;

  private final LongSupplier clock;
  private final TableMemory memory;
  private final Map<String, IpSet> sets = new LinkedHashMap<>();

  /**
   * Creates a namespace without sets.
   *
   * @param clock in nanoseconds, as {@code EventLoop.nanoTime}
   */
  public IpSets(LongSupplier clock, TableMemory memory) {
    this.clock = clock;
    this.memory = memory;
  }

  /** The sets in the order in which they were created. */
  public Collection<IpSet> all() {
    return Collections.unmodifiableCollection(sets.values());
  }

  public Optional<IpSet> find(String name) {
    return Optional.ofNullable(sets.get(name));
  }

  /**
   * Like {@code ipset create}.
   *
   * @throws ErrnoException EEXIST if the name is taken, EINVAL if it is empty or longer than 31
   *     characters, ENOMEM if there is no memory for it
   */
  public IpSet create(String name, SetType type) {
    return create(name, type, IpSetOptions.DEFAULT);
  }

  /** Like {@link #create(String, SetType)}, with options. */
  public IpSet create(String name, SetType type, IpSetOptions options) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (sets.containsKey(name)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    IpSet made = new IpSet(name, type, options, clock, memory);
    sets.put(name, made);
    return made;
  }

  /**
   * Like {@code ipset destroy}; the caller checks that no rule uses it.
   *
   * @throws ErrnoException ENOENT if there is no such set
   */
  public void destroy(String name) {
    IpSet destroyed = sets.remove(name);
    if (destroyed == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    destroyed.free();
  }

  /**
   * Like {@code ipset rename}; the caller checks that no rule uses it.
   *
   * @throws ErrnoException ENOENT if there is no such set, EEXIST if the new name is taken
   */
  public void rename(String from, String to) {
    IpSet set = find(from).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    if (sets.containsKey(to)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    Map<String, IpSet> inOrder = new LinkedHashMap<>();
    sets.forEach((name, each) -> inOrder.put(name.equals(from) ? to : name, each));
    sets.clear();
    sets.putAll(inOrder);
    set.rename(to);
  }

  /**
   * Like {@code ipset swap}: exchanges the entries of two sets.
   *
   * @throws ErrnoException ENOENT if one is missing, EINVAL if they are of different types
   */
  public void swap(String one, String other) {
    IpSet first = find(one).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    IpSet second = find(other).orElseThrow(() -> new ErrnoException(Errno.ENOENT));
    if (first.type() != second.type()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    first.rename(other);
    second.rename(one);
    sets.put(one, second);
    sets.put(other, first);
  }

  /** Whether a set matches the lookup; false if there is no set of that name. */
  public boolean contains(String name, SetLookup lookup) {
    IpSet set = sets.get(name);
    return set != null && set.contains(lookup, this);
  }
}
