/** What became of a packet, written down by the code that forwarded it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.trace;
