/**
 * Diagnosis of a cluster's pod network. Everything a person could look at is gathered once into a
 * picture; small detectors read it, without knowing how a fault was caused.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis;
