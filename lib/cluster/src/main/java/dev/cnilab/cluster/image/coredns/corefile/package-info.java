/** The configuration of CoreDNS: its file taken apart as Caddy's parser does. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.corefile;
