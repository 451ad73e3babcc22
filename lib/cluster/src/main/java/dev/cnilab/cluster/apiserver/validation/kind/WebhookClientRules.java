package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

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
    URI url;
    try {
      url = new URI(field.text().replaceFirst("//$", "/")); // Go reads a URL without a host
    } catch (URISyntaxException malformed) {
      String why =
          malformed.getIndex() == 0
              ? "missing protocol scheme"
              : "invalid character \""
                  + field.text().charAt(malformed.getIndex())
                  + "\" in host name";
      field.required("url must be a valid URL: parse \"" + field.text() + "\": " + why + FORM);
      return;
    }
    if (!"https".equals(url.getScheme())) {
      field.invalid(shown(url.getScheme()), "'https' is the only allowed URL scheme" + FORM);
    }
    if (shown(url.getRawAuthority()).isEmpty()) {
      field.invalid("", "host must be specified" + FORM);
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
    return part == null ? "" : part;
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
