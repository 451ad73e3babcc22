/**
 * The columns of each kind, as kubectl prints them: Kubernetes' {@code printers/internalversion}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.table.format;
