/** The API server's certificate, and the kubeconfig that trusts it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.tls;
