/**
 * The validation rules for objects: names, enumerations, ranges and dependencies between fields, in
 * the words of Kubernetes' {@code pkg/apis/.../validation}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation;
