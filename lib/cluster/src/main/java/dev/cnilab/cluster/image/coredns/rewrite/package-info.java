/** The plugin {@code rewrite}: changes a question, and changes the answer back. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.rewrite;
