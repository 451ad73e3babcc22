/** What the scheduler knows of the cluster: each node with the pods on it and what they take. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler.snapshot;
