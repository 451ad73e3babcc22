/**
 * Faults as data: each is one file that says how a cluster is broken by ordinary commands, how one
 * sees that it is, and what repairs it. The catalogue is the folder's files.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.fault;
