/**
 * BIRD's sessions: every node's BIRD keeps one with each other node's, over TCP port 179, and what
 * it knows of a node it knows as long as the session lives, or has not been gone for long.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.bgp;
