package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.NatHooks;
import dev.cnilab.netsim.iptables.subject.IptablesSurroundings;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.netfilter.Netfilter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tables of a namespace for one address family, and their registration at its hooks. As in the
 * kernel, a table costs nothing before its first use, and connections are tracked only once
 * something needs them.
 */
public final class Iptables {
  private final TableRegistration registration;
  private final TableMemory memory;
  private final LongSupplier handles;
  private final Map<TableName, Table> tables = new LinkedHashMap<>();

  /** Tables out of use, kept so that a reference to one stays valid when it is used again. */
  private final Map<TableName, Table> idle = new EnumMap<>(TableName.class);

  private Iptables(TableRegistration registration, TableMemory memory, LongSupplier handles) {
    this.registration = registration;
    this.memory = memory;
    this.handles = handles;
  }

  /**
   * The tables that IPv4 packets meet.
   *
   * @param handles numbers the tables of a namespace, of all families, in order of creation
   */
  public static Iptables ofIpv4(
      Netfilter netfilter,
      ConnectionTracking tracking,
      NatHooks translation,
      IptablesSurroundings surroundings,
      LongSupplier handles) {
    return new Iptables(
        new PacketHooks(netfilter, tracking, translation, surroundings),
        surroundings.memory(),
        handles);
  }

  /**
   * The tables of IPv6. No packet here is IPv6, so their rules see none.
   *
   * @param handles as for IPv4
   */
  public static Iptables ofIpv6(TableMemory memory, LongSupplier handles) {
    return new Iptables(TableRegistration.NONE, memory, handles);
  }

  /** A table, which is registered at its hooks from now on. */
  public Table table(TableName name) {
    Table known = tables.get(name);
    return known == null ? load(name) : known;
  }

  /**
   * A table, which is an empty one if it is not in use. This does not change that: it has an effect
   * on packets only after {@link #table}.
   */
  public Table look(TableName name) {
    Table known = tables.get(name);
    return known == null ? idle.computeIfAbsent(name, this::newTable) : known;
  }

  private Table newTable(TableName name) {
    return new Table(name, memory, registration);
  }

  /** The tables in use, in order of their first use. */
  public Set<TableName> used() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(tables.keySet()));
  }

  /** Deletes a table with all its contents, as nft does; the next use creates it again. */
  public void unload(TableName name) {
    Table emptied = tables.remove(name);
    if (emptied != null) {
      emptied.reset();
      idle.put(name, emptied);
    }
    registration.unregister(name);
  }

  private Table load(TableName name) {
    Table table = look(name);
    idle.remove(name);
    tables.put(name, table);
    table.use(handles.getAsLong());
    registration.register(table);
    return table;
  }
}
