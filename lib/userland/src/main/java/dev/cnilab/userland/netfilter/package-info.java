/** The commands that show and change the rules of a network namespace: iptables 1.8 (nf_tables). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter;
