/**
 * Replicas of a pod: the ReplicaSet controller, and what it shares with the DaemonSet controller.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.replica;
