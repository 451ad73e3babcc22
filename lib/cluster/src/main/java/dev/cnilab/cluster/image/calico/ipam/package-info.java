/**
 * {@code calico-ipam}'s address management ({@code libcalico-go/lib/ipam}): pools are cut into
 * blocks, blocks are affine to nodes, and everything is kept in custom resources. {@code
 * calico/kube-controllers} releases what nodes and pods leave behind.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.ipam;
