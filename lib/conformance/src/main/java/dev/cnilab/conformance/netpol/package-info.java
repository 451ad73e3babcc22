/** Replays published cases of NetworkPolicy: {@code ./lab conformance netpol DIR}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.netpol;
