/** The plugins that answer, refuse or cache by themselves. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.answer;
