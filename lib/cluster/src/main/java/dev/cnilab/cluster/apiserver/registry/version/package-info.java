/** The versions of kinds that are kept in another one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry.version;
