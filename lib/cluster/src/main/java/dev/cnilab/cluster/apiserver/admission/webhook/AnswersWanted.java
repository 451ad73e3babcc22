package dev.cnilab.cluster.apiserver.admission.webhook;

import java.util.List;

/** Thrown if a request cannot be decided before these webhooks have been called. */
public final class AnswersWanted extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<WebhookCall> calls;

  /** These calls have to be made first. */
  public AnswersWanted(List<WebhookCall> calls) {
    super("webhooks have still to be asked", null, false, false);
    this.calls = calls;
  }

  public List<WebhookCall> calls() {
    return calls;
  }
}
