/**
 * What the API server does about its clients' connections: how long it waits, how much it reads,
 * how it notices that someone has gone. Knows nothing of what the requests mean.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection;
