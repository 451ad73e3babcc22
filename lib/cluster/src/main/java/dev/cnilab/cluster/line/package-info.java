/**
 * Connections between parts of the cluster. Messages are handed over as objects; whether they
 * arrive is up to packets: bytes of about the same length have to arrive first.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.line;
