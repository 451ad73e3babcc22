/** A column of a table and what stands in its cells. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.table.cell;
