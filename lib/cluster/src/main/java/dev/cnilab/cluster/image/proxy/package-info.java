/**
 * {@code kube-proxy} in iptables mode, as of Kubernetes 1.37 (pkg/proxy/iptables): it follows
 * Services and EndpointSlices and writes the rules of its node. What it has written stays when it
 * ends.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy;
