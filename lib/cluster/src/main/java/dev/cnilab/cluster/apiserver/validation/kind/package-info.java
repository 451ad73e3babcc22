/** Rules for the other kinds: configuration, nodes, roles, storage. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.kind;
