/** Detectors for faults on a node: its files, addresses, programs, agents. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.node;
