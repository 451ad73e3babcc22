package dev.cnilab.conformance.kubernetes.comparison;

import java.util.List;

/**
 * How the answer to a command, or a wait, compares with the captured one.
 *
 * @param what was typed or waited for
 * @param missing lines that only the captured answer has
 * @param surplus lines that only this cluster's has
 */
public record ComparisonOutcome(
    String what, boolean alike, List<String> missing, List<String> surplus) {}
