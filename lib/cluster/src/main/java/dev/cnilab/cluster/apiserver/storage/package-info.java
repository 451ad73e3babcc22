/**
 * What etcd and the API server's storage layer do in a real cluster: objects with versions, the
 * history of changes behind a watch, and selectors.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.storage;
