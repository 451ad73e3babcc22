/**
 * The API server: the object store, and everything that happens to a request before it gets there.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver;
