package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook may be called, where it may be, and how long it may be waited for: {@code
 * pkg/apis/admissionregistration/validation} and {@code apiserver/pkg/util/webhook}.
 */
final class WebhookRules {
  private static final int LONGEST_SECONDS = 30;
  private static final int LARGEST_PORT = 65_535;
  private static final int LEAST_SEGMENTS = 3;
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookRules() {}

  static void check(ValidatedField webhook) {
    ValidatedField name = webhook.field("name");
    List<String> violations = Format.SUBDOMAIN.violations(name.text());
    if (!name.isEmpty() && !violations.isEmpty()) {
      name.invalid(String.join(",", violations));
    } else if (!name.isEmpty() && name.text().split("\\.", -1).length < LEAST_SEGMENTS) {
      name.invalid("should be a domain with at least three segments separated by dots");
    }
    ValidatedField timeout = webhook.field("timeoutSeconds");
    if (webhook.has("timeoutSeconds")
        && (timeout.number() < 1 || timeout.number() > LONGEST_SECONDS)) {
      timeout.invalid("the timeout value must be between 1 and 30 seconds");
    }
    ValidatedField client = webhook.field("clientConfig");
    if (client.has("url") == client.has("service")) {
      client.required("exactly one of url or service is required");
    } else if (client.has("url")) {
      url(client.field("url"));
    } else {
      service(client.field("service"));
    }
  }

  private static void url(ValidatedField field) {
    URI url;
    try {
      url = new URI(field.text());
    } catch (URISyntaxException malformed) {
      field.required("url must be a valid URL: " + malformed.getMessage() + FORM);
      return;
    }
    if (!"https".equals(url.getScheme())) {
      field.invalid(shown(url.getScheme()), "'https' is the only allowed URL scheme" + FORM);
    }
    if (shown(url.getRawAuthority()).equals("\"\"")) {
      field.invalid("\"\"", "host must be specified" + FORM);
    }
    forbidden(field, url.getRawUserInfo(), "user information is not permitted in the URL");
    forbidden(field, url.getRawFragment(), "fragments are not permitted in the URL");
    forbidden(field, url.getRawQuery(), "query parameters are not permitted in the URL");
  }

  private static void forbidden(ValidatedField field, @Nullable String part, String why) {
    if (part != null && !part.isEmpty()) {
      field.invalid(shown(part), why);
    }
  }

  private static String shown(@Nullable String part) {
    return "\"" + (part == null ? "" : part) + "\"";
  }

  private static void service(ValidatedField service) {
    for (String field : List.of("name", "namespace")) {
      if (service.text(field).isEmpty()) {
        service.field(field).required("");
      }
    }
    ValidatedField port = service.field("port");
    if (service.has("port") && (port.number() < 1 || port.number() > LARGEST_PORT)) {
      port.invalid("port is not valid: must be between 1 and 65535, inclusive");
    }
  }
}
