package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Which options exclude each other, as in apimachinery's {@code ValidateListOptions}. */
final class ListRules {
  private static final String MATCH = "resourceVersionMatch";
  private static final String INITIAL = "sendInitialEvents";
  static final String EXACT = "Exact";
  private static final String NOT_OLDER = "NotOlderThan";

  private ListRules() {}

  static List<FieldError> violations(ListQuery query) {
    return query.watch() ? ofWatch(query) : ofList(query);
  }

  private static List<FieldError> ofList(ListQuery query) {
    List<FieldError> errors = new ArrayList<>();
    String match = query.match();
    if (!match.isEmpty()) {
      if (query.resourceVersion().isEmpty()) {
        errors.add(forbidden(MATCH, "forbidden unless resourceVersion is provided"));
      }
      requireNew(query, errors);
      if (!List.of(EXACT, NOT_OLDER).contains(match)) {
        errors.add(FieldError.notSupported(MATCH, match, List.of(EXACT, NOT_OLDER, "")));
      }
      if (match.equals(EXACT) && query.resourceVersion().equals("0")) {
        errors.add(
            FieldError.forbidden(
                MATCH, MATCH + " \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (query.sendInitialEvents().isPresent()) {
      errors.add(forbidden(INITIAL, "forbidden for list"));
    }
    return errors;
  }

  private static List<FieldError> ofWatch(ListQuery query) {
    List<FieldError> errors = new ArrayList<>();
    String match = query.match();
    boolean decided = query.sendInitialEvents().isPresent();
    if (decided && !match.equals(NOT_OLDER)) {
      errors.add(
          FieldError.forbidden(MATCH, INITIAL + " requires setting " + MATCH + " to " + NOT_OLDER));
    }
    if (!match.isEmpty()) {
      if (!decided) {
        errors.add(forbidden(MATCH, "forbidden for watch unless sendInitialEvents is provided"));
      }
      if (!match.equals(NOT_OLDER)) {
        errors.add(FieldError.notSupported(MATCH, match, List.of(NOT_OLDER)));
      }
      requireNew(query, errors);
    }
    return errors;
  }

  private static void requireNew(ListQuery query, List<FieldError> errors) {
    if (!query.from().isEmpty()) {
      errors.add(forbidden(MATCH, "forbidden when continue is provided"));
    }
  }

  private static FieldError forbidden(String field, String why) {
    return FieldError.forbidden(field, field + " is " + why);
  }
}
