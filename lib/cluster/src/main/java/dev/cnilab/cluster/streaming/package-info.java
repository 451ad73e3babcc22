/** The streams of a command on their way to a caller of the API server, and its terminal. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.streaming;
