/**
 * What keeps a real cluster from harm that outlasts its learner: the agreement that is asked for
 * before the first change of a node, the copy of its CNI files, and the dead-man's switch that puts
 * them back. On the embedded cluster none of it acts.
 */
@NullMarked
package dev.cnilab.lab.guard;

import org.jspecify.annotations.NullMarked;
