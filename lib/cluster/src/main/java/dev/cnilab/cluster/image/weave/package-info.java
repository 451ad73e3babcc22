/**
 * Weave Net 2.8: one layer-2 network over all nodes, whose addresses the peers divide among
 * themselves. Facts are taken from its sources; the protocol between peers is a different one.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave;
