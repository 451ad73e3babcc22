/** The tables of iptables as {@code -L} and {@code -S} print them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.listing;
