/** What containerd's file {@code /etc/containerd/config.toml} says, and what is its default. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.config;
