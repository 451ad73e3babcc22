/** The plugin {@code rewrite}: another question, and its answer as one to the first. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.rewrite;
