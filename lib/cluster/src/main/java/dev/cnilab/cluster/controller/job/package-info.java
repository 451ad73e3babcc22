/** Jobs: pods that run to their end, once or by a timetable. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.job;
