/**
 * An incident: which faults, how they are reported, which noise goes with them, and what may be
 * answered.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.duty.incident;
