/**
 * What can be observed of a cluster without changing it, and what a detector concludes from it: a
 * suspicion with its clues.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.evidence;
