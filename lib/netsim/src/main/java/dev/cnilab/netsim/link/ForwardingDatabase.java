package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding database of a bridge: which address is behind which port (net/bridge/br_fdb.c).
 */
final class ForwardingDatabase {
  private final Bridge bridge;
  private final Map<MacAddress, Entry> entries = new LinkedHashMap<>();
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

  void learn(MacAddress address, BridgePort port) {
    Entry entry = entries.get(address);
    if (entry == null) {
      entry = new Entry(port, FdbEntry.Kind.LEARNED, bridge.loop().nanoTime());
      entries.put(address, entry);
    }
    if (!entry.isFixed()) {
      entry.port = port;
      entry.updated = bridge.loop().nanoTime();
    }
  }

  void add(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    if (entries.containsKey(address) && !isOld(entries.get(address))) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replace(address, port, kind);
  }

  void replace(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    entries.put(address, new Entry(port, kind, bridge.loop().nanoTime()));
  }

  /** Whether a local entry says that frames to an address are for this host. */
  boolean isLocal(MacAddress address) {
    Entry entry = entries.get(address);
    return entry != null && entry.kind == FdbEntry.Kind.PERMANENT;
  }

  void remove(MacAddress address, BridgePort port) {
    if (find(address) != port) {
      throw new ErrnoException(Errno.ENOENT);
    }
    entries.remove(address);
  }

  /** Forgets the addresses learned from a port. */
  void flush(BridgePort port) {
    entries.values().removeIf(entry -> entry.port == port && !entry.isFixed());
  }

  /** Forgets all addresses of a port. */
  void forget(BridgePort port) {
    entries.values().removeIf(entry -> entry.port == port);
  }

  List<FdbEntry> list() {
    List<FdbEntry> list = new ArrayList<>();
    for (BridgePort port : bridge.ports()) {
      list.add(
          new FdbEntry(port.link().address(), port.link(), FdbEntry.Kind.PERMANENT, Duration.ZERO));
    }
    long now = bridge.loop().nanoTime();
    entries.values().removeIf(this::isOld);
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
