/** containerd's file {@code /etc/containerd/config.toml}: its values and their defaults. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.config;
