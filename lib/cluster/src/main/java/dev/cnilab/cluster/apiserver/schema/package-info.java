/**
 * The types of the Kubernetes API and their fields. A test has extracted {@code types.txt} from a
 * client library's models and reports when it is out of date; {@code zeros.txt} and {@code
 * go-types.txt} are from the structs of k8s.io/api 0.37.2.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema;
