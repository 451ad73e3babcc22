/** Writes to the store: the only place from which a request changes it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry.write;
