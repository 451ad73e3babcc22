/**
 * Felix: what Calico has a node's kernel do. Each pod's veth gets two chains that lead through the
 * policies about it, and what none of them lets through is dropped at their end. The names of
 * chains and sets are Felix's own (felix/rules).
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.felix;
