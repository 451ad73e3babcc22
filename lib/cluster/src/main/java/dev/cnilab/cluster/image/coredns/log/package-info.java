/** The plugins that write of queries: {@code log} and {@code errors}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.log;
