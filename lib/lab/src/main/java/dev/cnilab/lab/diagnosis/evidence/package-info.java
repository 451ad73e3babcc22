/**
 * What can be seen of a cluster without changing it, and what a detector makes of it: a suspicion
 * with its clues.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.evidence;
