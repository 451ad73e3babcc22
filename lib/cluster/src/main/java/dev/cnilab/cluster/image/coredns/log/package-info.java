/** The plugins that log queries: {@code log} and {@code errors}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.log;
