/** The course: steps, checks of the cluster's state, hints, solutions. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.course;
