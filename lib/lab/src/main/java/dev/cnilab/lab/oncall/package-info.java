/** Incidents: workloads on a cluster as a stage, a fault made there, and a judge of its state. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall;
