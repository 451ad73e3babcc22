/**
 * Measures the cluster: how many nodes and pods it can run, how fast, and how much memory they
 * take.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.benchmark;
