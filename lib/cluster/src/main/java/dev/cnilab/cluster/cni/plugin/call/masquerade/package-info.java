/** How a plugin hides pods behind their node, with iptables and with nftables. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.call.masquerade;
