package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of asking a webhook. */
public sealed interface WebhookAnswer {
  /** The {@code response} of an AdmissionReview. */
  record Reviewed(JsonNode response) implements WebhookAnswer {}

  /** It could not be asked. */
  record Failed(String why) implements WebhookAnswer {}
}
