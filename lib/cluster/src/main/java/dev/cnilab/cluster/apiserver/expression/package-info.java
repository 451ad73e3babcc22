/** CEL expressions, which are evaluated on an object's values. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.expression;
