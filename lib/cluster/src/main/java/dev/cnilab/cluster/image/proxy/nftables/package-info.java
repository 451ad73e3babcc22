/** The rules of kube-proxy in mode nftables. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.nftables;
