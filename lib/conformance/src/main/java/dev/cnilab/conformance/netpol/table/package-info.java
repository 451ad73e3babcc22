/**
 * Cases of published truth tables, replayed by real packets: their pods run in an embedded cluster
 * whose plugin is Calico, and what a table says of a pair is compared with what became of a
 * connection.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.netpol.table;
