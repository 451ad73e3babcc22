/** A change of the store, and the selection of those that a request asks for. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.storage.selection;
