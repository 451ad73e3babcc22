/** The plugins of CoreDNS, each of which answers a query or has the next one answer it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.plugin;
