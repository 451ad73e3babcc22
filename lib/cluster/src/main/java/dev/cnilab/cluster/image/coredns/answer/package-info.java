/** The plugins that answer, refuse or keep answers by themselves. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.answer;
