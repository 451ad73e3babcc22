/**
 * BIRD, its control and its sessions: every node's BIRD keeps one with each other node's, over TCP
 * port 179. What it has learned from a node is valid while the session lives, and for a short time
 * after it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.bgp;
