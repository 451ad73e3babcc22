/** The plugins that query other DNS servers: {@code forward} and {@code loop}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.upstream;
