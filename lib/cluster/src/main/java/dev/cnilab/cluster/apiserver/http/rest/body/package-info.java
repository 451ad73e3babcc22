/** Parses requests' bodies: JSON, YAML and protobuf. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.rest.body;
