package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/** The outcome of a webhook call. */
public sealed interface WebhookAnswer {
  /** The {@code response} of a review. */
  record Reviewed(JsonNode response) implements WebhookAnswer {}

  /** The call failed. */
  record Failed(String why) implements WebhookAnswer {}
}
