/**
 * Protects a real cluster from lasting harm: the agreement before the first change of a node, the
 * copy of its CNI files, and the dead-man's switch that restores them. None of it applies to the
 * embedded cluster.
 */
@NullMarked
package dev.cnilab.lab.guard;

import org.jspecify.annotations.NullMarked;
