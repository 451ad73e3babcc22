/** What two answers must have in common, and what excuses a difference. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.comparison;
