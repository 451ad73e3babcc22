/**
 * flannel 0.28: the agent that gives each node its subnet of the pod network and routes to the
 * other nodes' subnets, with the log lines of the real one.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.flannel;
