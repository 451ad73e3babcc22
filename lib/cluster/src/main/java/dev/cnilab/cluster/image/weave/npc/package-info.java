/**
 * weave-npc: policies as chains and sets of iptables. It filters traffic between pods of one node
 * as the bridge forwards it (br_netfilter); traffic from another node was filtered there on its way
 * out.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.npc;
