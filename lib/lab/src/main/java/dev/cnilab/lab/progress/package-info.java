/** A learner's progress, stored in one file that survives kernels and crashes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.progress;
