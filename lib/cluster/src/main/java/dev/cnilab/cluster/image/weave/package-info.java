/**
 * Weave Net 2.8: one layer-2 network over all nodes, whose addresses the peers share out among
 * themselves. Facts are those of its sources; what peers say to each other is worded otherwise.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave;
