/**
 * Faults as data: each is one file that says how ordinary commands break a cluster, how that is
 * detected, and what repairs it. The files in the folder make up the catalogue.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.fault;
