/** A stage for incidents: workloads on a cluster, a fault made there, and a judge of its state. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.stage;
