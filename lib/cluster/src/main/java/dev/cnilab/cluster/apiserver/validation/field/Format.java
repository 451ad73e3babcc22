package dev.cnilab.cluster.apiserver.validation.field;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A format of a string, with the words of apimachinery's {@code util/validation} and, for labels,
 * {@code api/validate/content}.
 */
public enum Format {
  LABEL(
      "63 characters",
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character",
      "my-name',  or '123-abc"),
  LABEL_1035(
      "63 characters",
      "[a-z]([-a-z0-9]*[a-z0-9])?",
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character",
      "my-name',  or 'abc-123"),
  SUBDOMAIN(
      "253 characters",
      LABEL.expression + "(\\." + LABEL.expression + ")*",
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character",
      "example.com"),
  SUBDOMAIN_OF_ANY_CASE(
      "253 characters",
      SUBDOMAIN.expression,
      "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start"
          + " and end with an alphanumeric character",
      "Example.com"),
  SEARCH_DOMAIN(
      "253 characters",
      "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*",
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-'"
          + " or '.', and must start and end with an alphanumeric character",
      "example.com"),
  LABEL_NAME(
      "63 bytes",
      "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character",
      "MyName',  or 'my.name',  or '123-abc"),
  LABEL_VALUE(
      "63 bytes",
      "(" + LABEL_NAME.expression + ")?",
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character",
      "MyValue',  or 'my_value',  or '12345"),
  CONFIG_KEY(
      "253 characters",
      "[-._a-zA-Z0-9]+",
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      "key.name',  or 'KEY_NAME',  or 'key-name"),
  HEADER_NAME(
      "65535 characters",
      "[-A-Za-z0-9]+",
      "a valid HTTP header must consist of alphanumeric characters or '-'",
      "X-Header-Name"),
  PERCENT(
      "65535 characters",
      "[0-9]+%",
      "a valid percent string must be a numeric string followed by an ending '%'",
      "1%',  or '93%");

  private final String limit;
  private final int longest;
  private final String expression;
  private final Pattern pattern;
  private final String words;
  private final String examples;

  Format(String limit, String expression, String words, String examples) {
    this.limit = limit;
    this.longest = Integer.parseInt(limit.substring(0, limit.indexOf(' ')));
    this.expression = expression;
    this.pattern = Pattern.compile(expression);
    this.words = words;
    this.examples = examples;
  }

  /** The first violation of a text, if any. */
  public Optional<String> violation(String text) {
    return violations(text).stream().findFirst();
  }

  /** All violations of a text. */
  public List<String> violations(String text) {
    List<String> violations = new ArrayList<>();
    if (text.length() > longest) {
      violations.add("must be no more than " + limit);
    }
    if (!pattern.matcher(text).matches()) {
      violations.add(
          this == LABEL && SUBDOMAIN.pattern.matcher(text).matches()
              ? "must not contain dots"
              : misfit());
    }
    return violations;
  }

  /** All violations of a text in one error, if there are any. */
  public Optional<String> objection(String text) {
    List<String> violations = violations(text);
    return violations.isEmpty() ? Optional.empty() : Optional.of(String.join(",", violations));
  }

  private String misfit() {
    return words + " (e.g. '" + examples + "', regex used for validation is '" + expression + "')";
  }

  /** All violations of a label's or annotation's key: a name, optionally after a domain. */
  public static List<String> keyViolations(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          "a valid label key "
              + LABEL_NAME.misfit()
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> violations = new ArrayList<>();
    if (parts.length == 2 && parts[0].isEmpty()) {
      violations.add("prefix part must be non-empty");
    } else if (parts.length == 2) {
      SUBDOMAIN.violations(parts[0]).forEach(why -> violations.add("prefix part " + why));
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      violations.add("name part must be non-empty");
    }
    LABEL_NAME.violations(name).forEach(why -> violations.add("name part " + why));
    return violations;
  }
}
