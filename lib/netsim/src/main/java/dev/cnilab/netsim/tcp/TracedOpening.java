package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.trace.TraceRecorder;

/**
 * A connection that is being opened under observation.
 *
 * @param recorder what is noted of its SYN so far, and from now on
 */
public record TracedOpening(TcpConnection connection, TraceRecorder recorder) {}
