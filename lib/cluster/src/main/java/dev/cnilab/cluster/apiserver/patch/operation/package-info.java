/** JSON patch, RFC 6902, as Kubernetes applies it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.patch.operation;
