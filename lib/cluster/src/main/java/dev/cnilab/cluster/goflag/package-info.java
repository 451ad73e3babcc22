/**
 * Command lines of Go programs that use the standard library's package flag, or something on top of
 * it: CoreDNS, flanneld, crictl, ctr.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.goflag;
