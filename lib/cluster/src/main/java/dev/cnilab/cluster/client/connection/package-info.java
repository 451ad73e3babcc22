/**
 * How a program reaches the API server: by what is on its disk, over a connection of its network.
 * What it asks for is handed over as an object; that it can ask, and that an answer comes back, is
 * decided by packets.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.client.connection;
