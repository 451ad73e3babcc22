/**
 * TCP of one namespace (RFC 9293, tcp(7)): handshake, data with window and retransmission, resets,
 * the closing states and their timeouts, with the sizes and times of Linux's defaults.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.tcp;
