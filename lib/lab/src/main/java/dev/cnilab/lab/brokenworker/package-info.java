/** Broken workers whose cause is not disclosed to the learner. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.brokenworker;
