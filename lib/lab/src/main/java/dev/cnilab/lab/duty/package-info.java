/**
 * Being on call: an incident is drawn by its seed, somebody diagnoses and repairs it, and is judged
 * by state alone.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.duty;
