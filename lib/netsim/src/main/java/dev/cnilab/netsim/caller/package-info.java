/** The identity that code runs under, as far as the network checks it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.caller;
