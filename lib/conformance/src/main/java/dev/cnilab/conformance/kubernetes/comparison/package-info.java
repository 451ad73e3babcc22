/** What two answers have in common that are to be alike, and what excuses a difference. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.comparison;
