/**
 * What a client is told of a server and its own identity: kubeconfig files, tokens, certificates.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.client.config;
