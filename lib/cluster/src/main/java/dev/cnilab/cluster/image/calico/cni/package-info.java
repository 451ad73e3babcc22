/**
 * The plugins {@code calico} and {@code calico-ipam} (calico/cni-plugin): a veth pair from each pod
 * to its node, routed and not bridged, with addresses from the node's blocks.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.cni;
