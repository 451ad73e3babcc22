/**
 * The node controllers: they handle nodes that are not ready or not heard of, and the pods on them,
 * and allocate each node's range of the pod network.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.node;
