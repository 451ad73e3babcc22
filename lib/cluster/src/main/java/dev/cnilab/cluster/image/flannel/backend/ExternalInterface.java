package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;

/**
 * The link that leads to the other nodes.
 *
 * @param address of the link
 * @param publicIp the address by which the other nodes know this one
 */
public record ExternalInterface(Link link, Ipv4Address address, Ipv4Address publicIp) {}
