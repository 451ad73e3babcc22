/**
 * flannel 0.28: the agent that gives each node its part of the pod network and the way to the other
 * nodes' parts, with the log lines of the real one.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.flannel;
