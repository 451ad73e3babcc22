/** Who may request what of a kubelet, according to the API server. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.server.access;
