/** The rules as a table: which check applies to which field, compiled once for each type. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.table;
