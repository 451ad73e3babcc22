/**
 * The rules of one namespace as iptables knows them (net/ipv4/netfilter/ip_tables.c,
 * iptables-extensions(8)): tables of chains of rules, made of matches and a target. What a rule is
 * prints itself as {@code iptables -S} does.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.iptables;
