/**
 * The tables of {@code kubectl get}: columns and cells as Kubernetes' {@code pkg/printers} makes
 * them on the server.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.table;
