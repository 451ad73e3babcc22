/** The ARP table with its states and timeouts, as in net/core/neighbour.c. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.neighbor;
