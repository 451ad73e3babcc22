package dev.cnilab.cluster.apiserver.admission.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What webhooks have answered so far about a request. A request that somebody has still to be asked
 * about is tried again from the start once he has answered, so that the loop waits for nobody.
 */
public record Verdicts(Map<String, WebhookAnswer> answers) {
  /** Nobody has been asked. */
  public static final Verdicts NONE = new Verdicts(Map.of());

  /** The answer of a webhook. */
  Optional<WebhookAnswer> of(String webhook) {
    return Optional.ofNullable(answers.get(webhook));
  }

  /** These and more. */
  public Verdicts with(Map<String, WebhookAnswer> more) {
    Map<String, WebhookAnswer> all = new LinkedHashMap<>(answers);
    all.putAll(more);
    return new Verdicts(all);
  }
}
