/**
 * {@code coredns}: a DNS server that is a chain of plugins, defined by its Corefile. Facts are
 * those of CoreDNS 1.14.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns;
