/** An embedded Kubernetes cluster. The entry point is {@link dev.cnilab.cluster.Cluster}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster;
