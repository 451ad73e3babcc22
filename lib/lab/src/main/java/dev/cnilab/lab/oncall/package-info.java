/**
 * Incidents: a stage of workloads on a cluster, a fault brought about there, and a judge by state
 * alone.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall;
