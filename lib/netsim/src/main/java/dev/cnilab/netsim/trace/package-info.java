/** The fate of a packet, recorded by the code that forwards it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.trace;
