/**
 * Detectors for pods that their own workload, the API server, or the choice of a node keeps from
 * serving.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.workload;
