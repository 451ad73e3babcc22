/** The portmap plugin, with iptables and with nftables. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.meta.portmap;
