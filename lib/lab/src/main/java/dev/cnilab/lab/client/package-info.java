/**
 * The only access to the cluster: Kubernetes' HTTP API through the fabric8 client, whose types stay
 * here and in {@code message}. An embedded cluster and a real one look the same from here.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.client;
