/**
 * Connections between parts of the cluster. What goes over them is handed over as objects; that it
 * gets there is decided by packets: bytes of about its length have to arrive first.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.line;
