/** What a learner has done so far, kept in one file that survives kernels and crashes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.progress;
