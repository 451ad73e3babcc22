/** Packets as immutable values that encode to the bytes on the wire and decode from them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.packet;
