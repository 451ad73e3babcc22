/** Sockets: how programs send and receive. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.socket;
