package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * What of a packet a rule looks up.
 *
 * @param address the source's or the destination's
 * @param port of that end or of the other, as the rule says; -1 if the packet has none
 */
public record Lookup(Ipv4Address address, int protocol, int port) {}
