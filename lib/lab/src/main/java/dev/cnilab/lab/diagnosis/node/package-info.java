/** Detectors for faults on a node: files, addresses, programs, agents, services. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.node;
