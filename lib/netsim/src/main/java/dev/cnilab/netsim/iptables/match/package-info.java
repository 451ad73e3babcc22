/**
 * The conditions of iptables rules (iptables-extensions(8)); each prints itself as {@code iptables
 * -S} does.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.iptables.match;
