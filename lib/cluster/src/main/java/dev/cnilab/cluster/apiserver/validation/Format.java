package dev.cnilab.cluster.apiserver.validation;

import java.util.Optional;
import java.util.regex.Pattern;

/** A form a text must have, with the words of apimachinery's {@code util/validation}. */
enum Format {
  LABEL(
      63,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character",
      "my-name',  or '123-abc"),
  SUBDOMAIN(
      253,
      LABEL.expression + "(\\." + LABEL.expression + ")*",
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character",
      "example.com"),
  SERVICE_NAME(
      63,
      "[a-z]([-a-z0-9]*[a-z0-9])?",
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character",
      "my-name',  or 'abc-123"),
  LABEL_NAME(
      63,
      "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character",
      "MyName',  or 'my.name',  or '123-abc"),
  LABEL_VALUE(
      63,
      "(" + LABEL_NAME.expression + ")?",
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character",
      "MyValue',  or 'my_value',  or '12345"),
  CONFIG_KEY(
      253,
      "[-._a-zA-Z0-9]+",
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      "key.name',  or 'KEY_NAME',  or 'key-name");

  private final int longest;
  private final String expression;
  private final Pattern pattern;
  private final String words;
  private final String examples;

  Format(int longest, String expression, String words, String examples) {
    this.longest = longest;
    this.expression = expression;
    this.pattern = Pattern.compile(expression);
    this.words = words;
    this.examples = examples;
  }

  /** What is wrong with a text, if anything is. */
  Optional<String> violation(String text) {
    if (text.length() > longest) {
      return Optional.of("must be no more than " + longest + " characters");
    }
    if (pattern.matcher(text).matches()) {
      return Optional.empty();
    }
    if (this == LABEL && text.contains(".")) {
      return Optional.of("must not contain dots");
    }
    return Optional.of(
        words + " (e.g. '" + examples + "', regex used for validation is '" + expression + "')");
  }
}
