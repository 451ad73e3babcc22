package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The route of a packet.
 *
 * @param type unicast, local, broadcast or multicast
 * @param device the link it leaves by
 * @param gateway the router it is sent to; null for the destination itself
 * @param source the source it gets if it has none
 * @param pathMtu in bytes, as learned from an ICMP error; 0 if nothing was learned
 * @param pathMtuExpires when that expires; zero if nothing was learned
 * @param redirected whether a router's redirect named the gateway
 * @param route the entry of the table that leads there; null if it is this host or no entry does
 * @param table the number of the table that has this entry; 0 if there is none
 * @param delivered whether this host also receives such packets (RTCF_LOCAL)
 */
public record RouteAnswer(
    RouteType type,
    Link device,
    @Nullable Ipv4Address gateway,
    @Nullable Ipv4Address source,
    int pathMtu,
    Duration pathMtuExpires,
    boolean redirected,
    @Nullable Route route,
    int table,
    boolean delivered) {}
