/** The functions Kubernetes adds to CEL, a library each. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.expression.function;
