/** What identifies a connection in each of its two directions, and the rewriting of its ends. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.conntrack.tuple;
