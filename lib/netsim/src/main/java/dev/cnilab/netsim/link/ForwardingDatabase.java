package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding database of a bridge: which address is behind which port (net/bridge/br_fdb.c).
 */
final class ForwardingDatabase {
  /** The heap bytes of an entry, about. */
  private static final int BYTES = 120;

  private final Bridge bridge;
  private final TableMemory.Entries memory;
  private final Map<MacAddress, Entry> entries = new LinkedHashMap<>();

  /** Addresses of the bridge and its ports whose entries were deleted or replaced by hand. */
  private final Set<MacAddress> deletedOwn = new HashSet<>();

  private long ageing = Duration.ofMinutes(5).toNanos();

  private static final class Entry {
    BridgePort port;
    final FdbEntry.Kind kind;
    long updated;

    Entry(BridgePort port, FdbEntry.Kind kind, long now) {
      this.port = port;
      this.kind = kind;
      this.updated = now;
    }

    boolean isFixed() {
      return kind != FdbEntry.Kind.LEARNED;
    }
  }

  ForwardingDatabase(Bridge bridge) {
    this.bridge = bridge;
    this.memory = bridge.links().memory().tables().entries(BYTES);
  }

  Duration ageing() {
    return Duration.ofNanos(ageing);
  }

  void setAgeing(Duration time) {
    ageing = time.toNanos();
  }

  /** The port behind which an address is; null if unknown. */
  @Nullable BridgePort find(MacAddress address) {
    Entry entry = entries.get(address);
    if (entry == null || isOld(entry)) {
      return null;
    }
    return entry.port;
  }

  private boolean isOld(Entry entry) {
    return !entry.isFixed() && bridge.loop().nanoTime() - entry.updated > ageing;
  }

  /** Learns where an address is, unless there is no memory for it. */
  void learn(MacAddress address, BridgePort port) {
    Entry entry = entries.get(address);
    if (entry == null && !memory.fit(1)) {
      return;
    }
    if (entry == null) {
      entry = new Entry(port, FdbEntry.Kind.LEARNED, bridge.loop().nanoTime());
      entries.put(address, entry);
      memory.set(entries.size());
    }
    if (!entry.isFixed()) {
      entry.port = port;
      entry.updated = bridge.loop().nanoTime();
    }
  }

  void add(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    if (isOwn(address) || (entries.containsKey(address) && !isOld(entries.get(address)))) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replace(address, port, kind);
  }

  void replace(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    memory.require(1);
    if (isOwn(address)) {
      deletedOwn.add(address);
    }
    entries.put(address, new Entry(port, kind, bridge.loop().nanoTime()));
    memory.set(entries.size());
  }

  /** Whether a local entry says that frames to an address are for this host. */
  boolean isLocal(MacAddress address) {
    Entry entry = entries.get(address);
    return entry != null && entry.kind == FdbEntry.Kind.PERMANENT;
  }

  void remove(MacAddress address, BridgePort port) {
    boolean ofPort = port.link().address().equals(address) && isOwn(address);
    if (!ofPort && find(address) != port) {
      throw new ErrnoException(Errno.ENOENT);
    }
    remove(address);
  }

  /** Deletes the entry of an address, also one of the bridge's own. */
  void remove(MacAddress address) {
    if (entries.remove(address) == null) {
      deletedOwn.add(address);
    }
    memory.set(entries.size());
  }

  /**
   * Whether frames to an address are for this host because the bridge or a port has it, and its
   * entry was not deleted: Linux floods them then, but takes none.
   */
  boolean isOwn(MacAddress address) {
    return !deletedOwn.contains(address) && has(address);
  }

  private boolean has(MacAddress address) {
    if (address.equals(bridge.address())) {
      return true;
    }
    for (BridgePort port : bridge.ports()) {
      if (port.link().address().equals(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds an entry for one of the bridge's own addresses that was deleted.
   *
   * @throws ErrnoException EEXIST if it was not
   */
  void restore(MacAddress own) {
    if (!deletedOwn.remove(own)) {
      throw new ErrnoException(Errno.EEXIST);
    }
  }

  /** Called when the bridge or a port has another address: it gets an entry when it comes again. */
  void addressesChanged() {
    deletedOwn.removeIf(address -> !has(address));
  }

  /** Forgets the addresses learned from a port. */
  void flush(BridgePort port) {
    removeIf(entry -> entry.port == port && !entry.isFixed());
  }

  /** Forgets all addresses of a port. */
  void forget(BridgePort port) {
    removeIf(entry -> entry.port == port);
  }

  private void removeIf(Predicate<Entry> condition) {
    entries.values().removeIf(condition);
    memory.set(entries.size());
  }

  List<FdbEntry> list() {
    List<FdbEntry> list = new ArrayList<>();
    for (BridgePort port : bridge.ports()) {
      MacAddress own = port.link().address();
      if (isOwn(own)) {
        list.add(new FdbEntry(own, port.link(), FdbEntry.Kind.PERMANENT, Duration.ZERO));
      }
    }
    long now = bridge.loop().nanoTime();
    removeIf(this::isOld);
    entries.forEach(
        (address, entry) ->
            list.add(
                new FdbEntry(
                    address,
                    entry.port.link(),
                    entry.kind,
                    entry.isFixed() ? Duration.ZERO : Duration.ofNanos(now - entry.updated))));
    return list;
  }
}
