package dev.cnilab.cluster.apiserver.admission.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What webhooks have answered so far to a request, and what it has drawn. A request that still
 * needs an answer is started again from the beginning once the answer has arrived, so that the loop
 * never waits.
 */
public record Verdicts(Map<String, WebhookAnswer> answers, DrawnNumbers drawn) {
  /** Those of a new request: no webhook has answered yet. */
  public static Verdicts none() {
    return new Verdicts(Map.of(), new DrawnNumbers());
  }

  /** The answer to the call with a key. */
  public Optional<WebhookAnswer> of(String webhook) {
    return Optional.ofNullable(answers.get(webhook));
  }

  /** These answers and more. */
  public Verdicts with(Map<String, WebhookAnswer> more) {
    Map<String, WebhookAnswer> all = new LinkedHashMap<>(answers);
    all.putAll(more);
    return new Verdicts(all, drawn);
  }
}
