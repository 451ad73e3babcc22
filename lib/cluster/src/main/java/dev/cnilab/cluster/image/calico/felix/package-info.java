/**
 * Felix: Calico's rules in a node's kernel. Each pod's veth gets two chains that lead through the
 * policies that apply to it; packets that none of them accepts are dropped at the end. The names of
 * chains and sets are Felix's own (felix/rules).
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.felix;
