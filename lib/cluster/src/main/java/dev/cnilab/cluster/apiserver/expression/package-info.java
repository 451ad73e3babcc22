/** Expressions in CEL, of which an object's values are asked. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.expression;
