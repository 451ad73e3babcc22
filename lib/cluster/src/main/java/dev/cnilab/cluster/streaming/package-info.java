/** The streams between a command and a caller of the API server, and its terminal. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.streaming;
