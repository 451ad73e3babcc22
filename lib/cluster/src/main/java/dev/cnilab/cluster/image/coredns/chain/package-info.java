/** What the plugins of CoreDNS have in common: each handles a query, or has the next one do it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.chain;
