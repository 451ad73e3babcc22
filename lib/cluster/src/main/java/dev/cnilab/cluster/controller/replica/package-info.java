/**
 * Replicas of a pod: the ReplicaSet controller, what it shares with the DaemonSet controller, and
 * the autoscaler of their number.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.replica;
