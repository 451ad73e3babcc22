package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a bridge knows of who is behind which port (net/bridge/br_fdb.c). */
final class ForwardingDatabase {
  private final Bridge bridge;
  private final Map<MacAddress, Entry> entries = new LinkedHashMap<>();
  private long ageing = Duration.ofMinutes(5).toNanos();

  private static final class Entry {
    BridgePort port;
    final boolean fixed;
    long updated;

    Entry(BridgePort port, boolean fixed) {
      this.port = port;
      this.fixed = fixed;
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

  /** The port behind which an address is; null if that is not known. */
  @Nullable BridgePort find(MacAddress address) {
    Entry entry = entries.get(address);
    if (entry == null || isOld(entry)) {
      return null;
    }
    return entry.port;
  }

  private boolean isOld(Entry entry) {
    return !entry.fixed && bridge.loop().nanoTime() - entry.updated > ageing;
  }

  void learn(MacAddress address, BridgePort port) {
    Entry entry = entries.get(address);
    if (entry == null) {
      entry = new Entry(port, false);
      entries.put(address, entry);
    }
    if (!entry.fixed) {
      entry.port = port;
      entry.updated = bridge.loop().nanoTime();
    }
  }

  void add(MacAddress address, BridgePort port) {
    if (entries.containsKey(address) && !isOld(entries.get(address))) {
      throw new ErrnoException(Errno.EEXIST);
    }
    entries.put(address, new Entry(port, true));
  }

  void remove(MacAddress address, BridgePort port) {
    if (find(address) != port) {
      throw new ErrnoException(Errno.ENOENT);
    }
    entries.remove(address);
  }

  /** Forgets what was learned from a port. */
  void flush(BridgePort port) {
    entries.values().removeIf(entry -> entry.port == port && !entry.fixed);
  }

  /** Forgets all about a port. */
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
                    entry.fixed ? FdbEntry.Kind.STATIC : FdbEntry.Kind.LEARNED,
                    entry.fixed ? Duration.ZERO : Duration.ofNanos(now - entry.updated))));
    return list;
  }
}
