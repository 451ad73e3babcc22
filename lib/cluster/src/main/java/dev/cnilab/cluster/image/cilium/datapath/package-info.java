/**
 * Cilium's data path: the links of a node, and the programs at their edges, which find the way, the
 * backend of a Service, and what policies allow.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.cilium.datapath;
