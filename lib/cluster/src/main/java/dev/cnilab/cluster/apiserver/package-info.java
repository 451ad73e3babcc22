/** The API server: the object store, and everything that happens to a request on its way there. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver;
