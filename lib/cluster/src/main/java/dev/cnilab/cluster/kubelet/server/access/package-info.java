/** Who may ask a kubelet for what, as the API server says. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.server.access;
