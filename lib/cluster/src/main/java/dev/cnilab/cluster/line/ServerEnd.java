package dev.cnilab.cluster.line;

import dev.cnilab.netsim.tcp.TcpConnection;
import java.util.function.BooleanSupplier;

/**
 * The server's end of a line.
 *
 * @param <S> what the server does for those who have reached it
 * @param isServed whether its server still runs
 * @param hangUp closes it
 */
public record ServerEnd<S>(
    TcpConnection connection, S service, BooleanSupplier isServed, Runnable hangUp) {}
