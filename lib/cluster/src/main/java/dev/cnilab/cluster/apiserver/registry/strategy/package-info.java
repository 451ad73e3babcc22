/** What is specific to a kind when it is written. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.registry.strategy;
