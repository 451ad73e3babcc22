/** The plugin {@code kubernetes}: names of Services and Pods. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.coredns.kubernetes;
