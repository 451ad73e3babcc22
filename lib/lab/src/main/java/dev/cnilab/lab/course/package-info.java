/** The course: steps, checks that look at the cluster alone, hints, solutions. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.course;
