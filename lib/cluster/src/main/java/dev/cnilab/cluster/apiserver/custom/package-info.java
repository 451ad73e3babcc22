/**
 * Kinds that a CustomResourceDefinition adds: what their schema prunes, fills in and requires, and
 * what their tables show.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.custom;
