/** The configuration of CoreDNS: its file, parsed as by Caddy. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.corefile;
