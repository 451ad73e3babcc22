/** Addresses of links and hosts: values that parse and print as iproute2 does. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.address;
