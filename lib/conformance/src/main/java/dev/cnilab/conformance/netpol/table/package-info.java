/**
 * Cases of published truth tables, replayed with real packets: their pods run in an embedded
 * cluster with Calico, and what a table says of a pair is compared with the outcome of a
 * connection.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.netpol.table;
