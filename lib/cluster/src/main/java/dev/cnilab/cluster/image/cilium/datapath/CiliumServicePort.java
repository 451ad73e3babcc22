package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * A port of a Service or of one of its backends.
 *
 * @param protocol its number in an IP header
 */
public record CiliumServicePort(int protocol, Ipv4Address address, int port) {}
