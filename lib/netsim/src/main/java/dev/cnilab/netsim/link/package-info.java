/** Network devices: loopback, veth, bridge, vxlan and a node's nic, and the packets they carry. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.link;
