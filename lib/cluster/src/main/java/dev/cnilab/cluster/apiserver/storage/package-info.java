/**
 * What etcd and the API server's storage layer are for in life: objects with versions, the history
 * of changes behind a watch, and selectors.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.storage;
