package dev.cnilab.cluster.apiserver.validation.definition;

import dev.cnilab.cluster.apiserver.validation.admission.WebhookClientRules;
import dev.cnilab.cluster.apiserver.validation.admission.WebhookRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/**
 * How objects are converted between versions, in the words of the internal type, which has the
 * webhook's fields beside the strategy.
 */
final class ConversionRules {
  private static final List<String> STRATEGIES = List.of("None", "Webhook");

  private ConversionRules() {}

  static void check(ValidatedField conversion) {
    if (conversion.value().isMissingNode()) {
      return;
    }
    ValidatedField strategy = conversion.field("strategy");
    ValidatedField webhook = conversion.field("webhook");
    ValidatedField client =
        webhook.field("clientConfig").shownAs(conversion + ".webhookClientConfig");
    ValidatedField reviews =
        webhook.field("conversionReviewVersions").shownAs(conversion + ".conversionReviewVersions");
    if (strategy.isEmpty()) {
      strategy.required("");
    } else if (!STRATEGIES.contains(strategy.text())) {
      strategy.notSupported(STRATEGIES);
    }
    if (strategy.text().equals("Webhook")) {
      if (client.value().isMissingNode()) {
        client.required("required when strategy is set to Webhook");
      } else {
        WebhookClientRules.check(client);
      }
      WebhookRules.reviews(reviews, "");
    } else {
      String unset = "should not be set when strategy is not set to Webhook";
      if (!client.value().isMissingNode()) {
        client.forbidden(unset);
      }
      if (!reviews.isEmpty()) {
        reviews.forbidden(unset);
      }
    }
  }
}
