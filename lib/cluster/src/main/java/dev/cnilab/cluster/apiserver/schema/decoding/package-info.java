/** How JSON becomes an object of a kind, with Go's complaints. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema.decoding;
