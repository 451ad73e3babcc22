/** An incident: its faults, their reports, unrelated noise, and the possible answers. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall.incident;
