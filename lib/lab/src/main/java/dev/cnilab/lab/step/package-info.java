/** The steps of the course, one class each, and the cluster as they see it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.step;
