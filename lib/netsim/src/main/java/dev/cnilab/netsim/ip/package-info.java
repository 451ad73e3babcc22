/** IPv4 as the kernel does it: input, forwarding, output, ICMP, ARP, fragments, path MTUs. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.ip;
