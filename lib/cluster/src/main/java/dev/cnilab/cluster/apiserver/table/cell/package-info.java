/** A column of a table, and the content of its cells. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.table.cell;
