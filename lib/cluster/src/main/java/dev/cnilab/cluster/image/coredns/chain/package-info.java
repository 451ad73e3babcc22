/** What the plugins of CoreDNS share: each handles a query, or passes it on to the next one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.chain;
