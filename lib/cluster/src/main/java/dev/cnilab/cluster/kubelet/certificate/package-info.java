/** The certificate with which a kubelet identifies itself to the API server, and its renewal. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.certificate;
