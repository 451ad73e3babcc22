/**
 * The way through the API server to a port of a pod, a service or a node: where that is, and what
 * has to be said otherwise on the way back.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.proxy;
