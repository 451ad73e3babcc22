/** The rules as a table: which check is made at which field, compiled once a type. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.table;
