/** The certificate the API server shows and the kubeconfig that trusts it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.tls;
