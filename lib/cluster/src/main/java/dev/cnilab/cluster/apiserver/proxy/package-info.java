/**
 * The API server's proxy to a port of a pod, a service or a node: finding the target, and rewriting
 * its answer.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.proxy;
