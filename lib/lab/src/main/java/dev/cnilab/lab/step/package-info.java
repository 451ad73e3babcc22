/** The steps of the course, one class each. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.step;
