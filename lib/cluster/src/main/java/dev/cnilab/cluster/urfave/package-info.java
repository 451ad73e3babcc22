/** Command lines of Go programs that use urfave/cli: crictl, containerd. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.urfave;
