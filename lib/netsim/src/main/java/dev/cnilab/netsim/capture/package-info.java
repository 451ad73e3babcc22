/** Taps on links, and captures as files that tcpdump and Wireshark read. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.capture;
