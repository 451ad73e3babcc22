/**
 * {@code coredns}: a DNS server that is a chain of plugins, as its Corefile says. Facts are those
 * of CoreDNS 1.14.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns;
