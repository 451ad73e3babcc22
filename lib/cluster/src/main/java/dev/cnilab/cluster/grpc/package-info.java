/**
 * gRPC as far as its health protocol needs it ({@code grpc.health.v1}): HTTP/2 without TLS, one
 * call for each connection, headers without compression (RFC 9113, RFC 7541).
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.grpc;
