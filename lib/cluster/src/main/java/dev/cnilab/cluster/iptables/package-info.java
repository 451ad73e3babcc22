/** What Kubernetes' programs do with a node's iptables in common ({@code pkg/util/iptables}). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.iptables;
