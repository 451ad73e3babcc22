/** Broken workers whose cause the learner is not told. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.incident;
