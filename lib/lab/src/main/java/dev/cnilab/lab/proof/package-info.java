/**
 * Proofs of the catalogue: each fault is made, shown, diagnosed and repaired, on clusters that are
 * thrown away or on one that has to be as before afterwards.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.proof;
