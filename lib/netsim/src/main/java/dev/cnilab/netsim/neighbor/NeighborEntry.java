package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code ip neigh}.
 *
 * @param mac null while it is not known
 */
public record NeighborEntry(
    Ipv4Address address,
    Link link,
    @Nullable MacAddress mac,
    NeighborState state,
    NeighborStatistics statistics) {}
