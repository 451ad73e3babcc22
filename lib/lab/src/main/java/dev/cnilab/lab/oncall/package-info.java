/**
 * Being on call: a seed selects an incident, somebody diagnoses and repairs it, and only the
 * cluster's state is judged.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall;
