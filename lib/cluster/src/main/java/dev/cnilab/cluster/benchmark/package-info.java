/** Figures of the cluster: how many nodes and pods it carries, how fast, and what they weigh. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.benchmark;
