/**
 * The certificates of a kubelet: the one with which it identifies itself to the API server, its
 * renewal, and the one with which it serves.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.certificate;
