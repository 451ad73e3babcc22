package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ARP table of a namespace. */
@SuppressWarnings("DoNotCallSuggester")
public final class NeighborTable {
  /** The entries, in no promised order, as Linux has none. */
  public List<NeighborEntry> list() {
    return List.of();
  }

  public Optional<NeighborEntry> find(Ipv4Address address, Link link) {
    return list().stream()
        .filter(each -> each.link() == link && each.address().equals(address))
        .findFirst();
  }

  /**
   * As {@code ip neigh add}.
   *
   * @param mac may be null for the states INCOMPLETE, FAILED and NONE only
   * @throws ErrnoException EEXIST if there is an entry already
   */
  public void add(Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state) {
    throw new UnsupportedOperationException();
  }

  /** As {@code ip neigh replace}. */
  public void replace(
      Ipv4Address address, Link link, @Nullable MacAddress mac, NeighborState state) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@code ip neigh del}.
   *
   * @throws ErrnoException ENOENT if there is no such entry
   */
  public void delete(Ipv4Address address, Link link) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@code ip neigh flush}: deletes what matches; permanent entries only if they are asked for.
   */
  public void flush(Predicate<NeighborEntry> which) {
    throw new UnsupportedOperationException();
  }
}
