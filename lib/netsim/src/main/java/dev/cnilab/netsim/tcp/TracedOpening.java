package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.trace.TraceRecorder;

/**
 * A connection that is being opened and traced.
 *
 * @param recorder records the SYN's steps so far and those to come
 */
public record TracedOpening(TcpConnection connection, TraceRecorder recorder) {}
