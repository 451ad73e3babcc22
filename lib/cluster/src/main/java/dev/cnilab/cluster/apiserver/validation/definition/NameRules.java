package dev.cnilab.cluster.apiserver.validation.definition;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;
import java.util.Locale;

/** The names of a definition's kind. */
final class NameRules {
  private NameRules() {}

  static void check(ValidatedField names) {
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      if (names.field(field).isEmpty()) {
        names.field(field).required("");
      }
    }
    formed(names);
  }

  /** The rules that the accepted names in a status have to obey, too; they may be missing. */
  static void formed(ValidatedField names) {
    label(names.field("plural"));
    label(names.field("singular"));
    mixed(names.field("kind"));
    mixed(names.field("listKind"));
    names.items("shortNames").forEach(NameRules::label);
    ValidatedField list = names.field("listKind");
    if (!list.isEmpty() && list.text().equals(names.text("kind"))) {
      list.invalid("kind and listKind may not be the same");
    }
    names.items("categories").forEach(NameRules::label);
  }

  private static void label(ValidatedField name) {
    boolean required = name.isEmpty() && !name.parent().value().isArray();
    if (!required) {
      Format.LABEL_1035.objection(name.text()).ifPresent(name::invalid);
    }
  }

  private static void mixed(ValidatedField name) {
    if (!name.isEmpty()) {
      Format.LABEL_1035
          .objection(name.text().toLowerCase(Locale.ROOT))
          .ifPresent(
              why -> name.invalid("may have mixed case, but should otherwise match: " + why));
    }
  }
}
