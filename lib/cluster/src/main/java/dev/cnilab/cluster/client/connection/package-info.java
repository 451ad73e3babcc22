/**
 * How a program reaches the API server: over a connection of its network. Requests are handed over
 * as objects; whether they arrive, and whether an answer comes back, is up to packets.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.client.connection;
