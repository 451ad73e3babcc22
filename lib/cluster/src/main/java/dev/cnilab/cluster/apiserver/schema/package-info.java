/**
 * The types of the Kubernetes API and their fields. A test has extracted the files from a client
 * library's models and reports when they are out of date.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema;
