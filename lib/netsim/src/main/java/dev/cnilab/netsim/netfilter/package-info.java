/** The five points where a packet may be judged and rewritten, and who is asked there. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.netfilter;
