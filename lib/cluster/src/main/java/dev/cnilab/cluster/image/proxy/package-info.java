/**
 * {@code kube-proxy} in its modes iptables and nftables, as of Kubernetes 1.37 (pkg/proxy): it
 * follows Services and EndpointSlices and writes the rules of its node. The rules stay when it
 * ends, until it starts in another mode.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy;
