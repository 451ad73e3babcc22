package dev.cnilab.cluster.client.connection;

import dev.cnilab.netsim.tcp.TcpConnection;
import java.util.function.BooleanSupplier;

/**
 * The server's end of a line.
 *
 * @param isServed whether its server still runs
 * @param hangUp closes it
 */
public record ServerEnd(
    TcpConnection connection, ApiService service, BooleanSupplier isServed, Runnable hangUp) {}
