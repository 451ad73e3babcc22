/**
 * Cilium 1.18: an agent on every node that manages its pods' addresses, links and programs, and an
 * operator that gives each node its range of the pool. Facts are taken from its documentation.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.cilium;
