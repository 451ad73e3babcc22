/** What the validation rules are built from: a place, an error, a check. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.field;
