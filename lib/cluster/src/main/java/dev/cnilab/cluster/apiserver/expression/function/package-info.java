/** The functions that Kubernetes adds to CEL, a class for each library. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.expression.function;
