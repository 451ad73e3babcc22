/** The ARP table with its states and time-outs, as in net/core/neighbour.c. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.neighbor;
