/**
 * Cilium 1.18: an agent on every node that keeps its pods' addresses, links and programs, and an
 * operator that gives each node its part of the pool. Facts are those of its documentation.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.cilium;
