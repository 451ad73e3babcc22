package dev.cnilab.cluster.apiserver.admission.policy;

import dev.cnilab.cluster.apiserver.expression.ExpressionException;

/**
 * Why a policy refuses a write.
 *
 * @param reason of the Status that a client gets
 * @param isFailure whether the policy could not be evaluated, so that {@code failurePolicy} decides
 */
record Verdict(String message, String reason, boolean isFailure) {
  static Verdict failed(String expression, ExpressionException why) {
    return new Verdict(
        "expression '%s' resulted in error: %s".formatted(expression, why.words()),
        "Invalid",
        true);
  }

  /** A match condition could not be evaluated. */
  static Verdict failed(ExpressionException why) {
    return new Verdict(why.words(), "Invalid", true);
  }

  static Verdict missingParameters() {
    return new Verdict(
        "failed to configure binding: no params found for policy binding with `Deny`"
            + " parameterNotFoundAction",
        "Invalid",
        true);
  }
}
