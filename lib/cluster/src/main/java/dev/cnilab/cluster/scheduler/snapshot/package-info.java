/** The scheduler's view of the cluster: each node with its pods and their requests. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler.snapshot;
