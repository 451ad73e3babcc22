package dev.cnilab.cluster.apiserver.admission.policy;

import dev.cnilab.cluster.apiserver.expression.ExpressionException;

/**
 * What a policy has against a write.
 *
 * @param reason of the Status that a client gets
 * @param isFailure whether it could not be judged, so that {@code failurePolicy} decides
 */
record Verdict(String message, String reason, boolean isFailure) {
  static Verdict failed(String expression, ExpressionException why) {
    return new Verdict(
        "expression '%s' resulted in error: %s".formatted(expression, why.words()),
        "Invalid",
        true);
  }

  /** A condition that says whose business a write is could not be told. */
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
