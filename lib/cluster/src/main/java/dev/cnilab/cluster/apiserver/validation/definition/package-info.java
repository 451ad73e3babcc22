/** What must hold of a CustomResourceDefinition before its kind can be served. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.definition;
