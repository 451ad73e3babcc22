/** The rules of kube-proxy in mode iptables. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.iptables;
