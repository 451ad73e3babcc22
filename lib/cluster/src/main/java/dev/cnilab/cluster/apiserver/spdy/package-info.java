/**
 * SPDY/3.1 as far as port forwarding needs it: streams of bytes and their headers over one
 * connection; see the SPDY protocol's draft 3.1. There is no flow control, as in kubectl's library.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.spdy;
