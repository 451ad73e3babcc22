/**
 * What only an embedded cluster can do, as resources of the API group {@code lab.cnilab.dev}: its
 * clock, the trace of a packet, a reset.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.labapi;
