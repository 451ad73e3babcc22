/** Command lines of programs in Go that use urfave/cli: crictl, containerd. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.urfave;
