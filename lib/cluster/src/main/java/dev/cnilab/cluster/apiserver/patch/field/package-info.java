/** The sets of fields that managers own, and what is at these fields in an object. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.patch.field;
