/** A column of a table, and the content of its cells, such as the status of a pod. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.table.cell;
