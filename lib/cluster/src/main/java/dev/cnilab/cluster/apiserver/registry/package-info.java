/**
 * What happens to an object between a request and the store: metadata, defaults, admission,
 * validation, graceful deletion. Called registry, as in Kubernetes' own source.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry;
