/** Kubernetes' protobuf encoding of objects; the schemas have the numbers of the fields. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.protobuf;
