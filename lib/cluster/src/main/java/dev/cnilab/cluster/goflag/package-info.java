/**
 * Command lines of Go programs that use the standard library's package flag: CoreDNS, flanneld,
 * etcd. Those that put something on top of it, such as {@code urfave}, begin here.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.goflag;
