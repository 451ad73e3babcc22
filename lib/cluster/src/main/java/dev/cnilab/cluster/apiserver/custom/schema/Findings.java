package dev.cnilab.cluster.apiserver.custom.schema;

import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a value. Each error is paid for, as one of them may quote a whole list. */
final class Findings {
  private final List<FieldError> errors = new ArrayList<>();

  void add(FieldError error) {
    Budget.charge(Budget.ofError(error.body().length()));
    errors.add(error);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  List<FieldError> all() {
    return errors;
  }
}
