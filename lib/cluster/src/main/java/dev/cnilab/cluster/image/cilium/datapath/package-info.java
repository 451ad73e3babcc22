/**
 * Cilium's data path: the links of a node, and the programs attached to them, which decide on the
 * route, the backend of a Service, and what policies allow.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.cilium.datapath;
