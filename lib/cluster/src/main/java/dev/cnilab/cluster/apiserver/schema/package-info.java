/**
 * The types of the Kubernetes API: which fields they have, what those default to, how bytes become
 * objects. The files were read out of a client library's models by a test, which also says when
 * they are out of date.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema;
