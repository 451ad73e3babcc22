/**
 * Proofs of the catalogue: each fault is made, shown, diagnosed and repaired, on disposable
 * clusters or on one that must be restored.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.proof;
