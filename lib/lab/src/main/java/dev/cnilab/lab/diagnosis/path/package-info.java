/** Detectors for faults between two pods: links, filters, policies. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.path;
