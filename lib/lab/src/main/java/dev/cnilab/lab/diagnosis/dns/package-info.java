/** Detectors for faults of names: CoreDNS, its Corefile, and the files in pods that lead there. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.dns;
