/** Versions of kinds that are stored in another version. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry.version;
