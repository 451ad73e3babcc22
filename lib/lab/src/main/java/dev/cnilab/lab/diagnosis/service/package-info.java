/** Detectors for faults of Services while pods can reach each other. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.service;
