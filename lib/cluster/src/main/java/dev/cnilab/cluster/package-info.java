/** An embedded Kubernetes cluster, entered from {@link dev.cnilab.cluster.Cluster}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster;
