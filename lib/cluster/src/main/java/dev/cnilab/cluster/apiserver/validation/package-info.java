/**
 * What must hold of an object: names, enumerations, ranges and what belongs together, in the words
 * of Kubernetes' {@code pkg/apis/.../validation}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation;
