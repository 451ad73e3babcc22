/**
 * The image {@code calico/node}: its programs, which make a node known to the datastore, lead
 * packets to the other nodes' blocks, and keep Felix running.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.node;
