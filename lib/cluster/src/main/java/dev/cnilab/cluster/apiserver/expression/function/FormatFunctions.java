package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.PERHAPS_TEXTS;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;

import dev.cel.common.types.OptionalType;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** String formats by name, after {@code k8s.io/apiserver/pkg/cel/library/format.go}. */
public final class FormatFunctions {
  /** What is wrong with a string that should have a format. */
  @FunctionalInterface
  private interface Form {
    List<String> violations(String text);
  }

  private static final Kind<Form> FORM = Kind.opaque("kubernetes.NamedFormat", Form.class);

  @SuppressWarnings("rawtypes")
  private static final Kind<Optional> PERHAPS_FORM =
      new Kind<>(OptionalType.create(FORM.type()), Optional.class);

  private static final Map<String, Form> FORMS = forms();

  private FormatFunctions() {}

  public static void declare(FunctionTable table) {
    FORMS.forEach((name, form) -> table.global("format." + name, FORM, form));
    table.global("format.named", TEXT, PERHAPS_FORM, name -> Optional.ofNullable(FORMS.get(name)));
    table.member(FORM, "validate", TEXT, PERHAPS_TEXTS, FormatFunctions::validate);
  }

  private static Optional<List<String>> validate(Form form, String text) {
    return Optional.of(form.violations(text)).filter(wrong -> !wrong.isEmpty());
  }

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("dns1123Label", Format.LABEL::violations);
    forms.put("dns1123Subdomain", Format.SUBDOMAIN::violations);
    forms.put("dns1035Label", Format.LABEL_1035::violations);
    forms.put("qualifiedName", Format::keyViolations);
    forms.put("dns1123LabelPrefix", text -> Format.LABEL.violations(unfinished(text)));
    forms.put("dns1123SubdomainPrefix", text -> Format.SUBDOMAIN.violations(unfinished(text)));
    forms.put("dns1035LabelPrefix", text -> Format.LABEL_1035.violations(unfinished(text)));
    forms.put("labelValue", Format.LABEL_VALUE::violations);
    forms.put("uri", parsed(FormatFunctions::uri));
    forms.put(
        "uuid",
        text ->
            text.matches("(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
                ? List.of()
                : List.of("does not match the UUID format"));
    forms.put("byte", parsed(Base64.getDecoder()::decode));
    forms.put("date", parsed(LocalDate::parse));
    forms.put("datetime", parsed(OffsetDateTime::parse));
    return forms;
  }

  /** A prefix for generated names may end with a hyphen. */
  private static String unfinished(String text) {
    return text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text;
  }

  private static Form parsed(Function<String, Object> parser) {
    return text -> {
      try {
        Object unused = parser.apply(text);
        return List.of();
      } catch (DateTimeException | IllegalArgumentException wrong) {
        return List.of(String.valueOf(wrong.getMessage()));
      }
    };
  }

  private static Object uri(String text) {
    try {
      URI uri = new URI(text);
      if (!uri.isAbsolute() && !text.startsWith("/")) {
        throw new IllegalArgumentException("invalid URI for request");
      }
      return uri;
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
