/**
 * The image {@code calico/node}: its programs, which register a node with the datastore, route
 * packets to the other nodes' blocks, and keep Felix running.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.node;
