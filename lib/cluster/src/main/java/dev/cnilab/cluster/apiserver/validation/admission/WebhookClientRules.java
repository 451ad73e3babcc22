package dev.cnilab.cluster.apiserver.validation.admission;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.gonet.GoUrl;

/** Where a webhook is, and whom to believe that it is there: {@code apiserver/pkg/util/webhook}. */
public final class WebhookClientRules {
  private static final int LARGEST_PORT = 65_535;
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookClientRules() {}

  /** Adds what is wrong with a clientConfig. */
  public static void check(ValidatedField client) {
    if (client.has("url") == client.has("service")) {
      client.required("exactly one of url or service is required");
    } else if (client.has("url")) {
      url(client.field("url"));
    } else {
      service(client.field("service"));
    }
  }

  private static void url(ValidatedField field) {
    GoUrl url;
    try {
      url = GoUrl.parse(field.text());
    } catch (IllegalArgumentException malformed) {
      field.required("url must be a valid URL: " + malformed.getMessage() + FORM);
      return;
    }
    if (!url.scheme().equals("https")) {
      field.invalid(url.scheme(), "'https' is the only allowed URL scheme" + FORM);
    }
    if (url.host().isEmpty()) {
      field.invalid("", "host must be specified" + FORM);
    }
    url.user()
        .ifPresent(user -> field.invalid(user, "user information is not permitted in the URL"));
    if (!url.fragment().isEmpty()) {
      field.invalid(url.fragment(), "fragments are not permitted in the URL");
    }
    if (!url.query().isEmpty()) {
      field.invalid(url.query(), "query parameters are not permitted in the URL");
    }
  }

  private static void service(ValidatedField service) {
    // A real server mistakes one for the other.
    if (service.text("namespace").isEmpty()) {
      service.field("name").required("");
    }
    if (service.text("name").isEmpty()) {
      service.field("namespace").required("");
    }
    ValidatedField port = service.field("port");
    if (service.has("port") && (port.number() < 1 || port.number() > LARGEST_PORT)) {
      port.invalid("port is not valid: must be between 1 and 65535, inclusive");
    }
    path(service.field("path"));
  }

  private static void path(ValidatedField path) {
    if (path.isEmpty() || path.text().equals("/")) {
      return;
    }
    if (path.text().equals("//")) {
      path.invalid("segment[0] may not be empty");
      return;
    }
    if (!path.text().startsWith("/")) {
      path.invalid("must start with a '/'");
    }
    String[] segments = path.text().substring(1).replaceFirst("/$", "").split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String where = "segment[" + i + "]";
      if (segments[i].isEmpty()) {
        path.invalid(where + " may not be empty");
      } else {
        Format.SUBDOMAIN.violations(segments[i]).forEach(why -> path.invalid(where + ": " + why));
      }
    }
  }
}
