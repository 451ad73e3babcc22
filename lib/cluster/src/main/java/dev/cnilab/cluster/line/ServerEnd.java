package dev.cnilab.cluster.line;

import dev.cnilab.netsim.tcp.TcpConnection;
import java.util.function.BooleanSupplier;

/**
 * The server's end of a connection.
 *
 * @param <S> the service of the server
 * @param isServed whether its server still runs
 * @param hangUp closes it
 */
public record ServerEnd<S>(
    TcpConnection connection, S service, BooleanSupplier isServed, Runnable hangUp) {}
