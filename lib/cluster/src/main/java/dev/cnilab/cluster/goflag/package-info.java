/**
 * Command lines of Go programs that use the standard library's package flag, or something on top of
 * it, such as CoreDNS, flanneld, containerd, etcd, crictl and ctr.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.goflag;
