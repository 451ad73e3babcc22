/** Reads requests, and bounds the memory that they take until they are answered. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection.intake;
