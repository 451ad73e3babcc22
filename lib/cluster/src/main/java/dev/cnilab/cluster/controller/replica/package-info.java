/** Replicas of a pod: the ReplicaSet controller, and what it shares with that of DaemonSets. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.replica;
