/** Packets as immutable values that are encoded to and decoded from the bytes on the wire. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.packet;
