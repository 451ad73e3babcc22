/**
 * How the API server treats its clients' connections: how long it waits, how much it reads, how it
 * notices that a client has gone. It knows nothing of what the requests mean.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection;
