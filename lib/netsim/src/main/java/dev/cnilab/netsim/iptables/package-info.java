/**
 * The iptables rules of one namespace (net/ipv4/netfilter/ip_tables.c, iptables-extensions(8)):
 * tables of chains of rules, each of matches and a target. Rules and their parts print themselves
 * as {@code iptables -S} does.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.iptables;
