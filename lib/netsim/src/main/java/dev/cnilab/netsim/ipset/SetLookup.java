package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * What a rule looks up of a packet.
 *
 * @param address the source or destination address
 * @param port the port of the same end or of the other one, as the rule says; -1 if the packet has
 *     none
 */
public record SetLookup(Ipv4Address address, int protocol, int port) {}
