/**
 * weave-npc: policies as chains and sets of iptables. Between pods of one node it judges what the
 * bridge passes on (br_netfilter); what comes from another node was judged there as it left.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.npc;
