package dev.cnilab.cluster.apiserver.admission.policy;

import dev.cnilab.cluster.apiserver.expression.ExpressionException;

/**
 * Why a policy refuses a write.
 *
 * @param reason of the Status that a client gets
 * @param isFailure whether the policy could not be evaluated, so that {@code failurePolicy} decides
 */
record PolicyDenial(String message, String reason, boolean isFailure) {
  static PolicyDenial failed(String expression, ExpressionException why) {
    return new PolicyDenial(
        "expression '%s' resulted in error: %s".formatted(expression, why.words()),
        "Invalid",
        true);
  }

  /** A match condition could not be evaluated. */
  static PolicyDenial failed(ExpressionException why) {
    return new PolicyDenial(why.words(), "Invalid", true);
  }

  static PolicyDenial missingParameters() {
    return new PolicyDenial(
        "failed to configure binding: no params found for policy binding with `Deny`"
            + " parameterNotFoundAction",
        "Invalid",
        true);
  }
}
