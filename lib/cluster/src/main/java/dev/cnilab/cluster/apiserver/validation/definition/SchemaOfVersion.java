package dev.cnilab.cluster.apiserver.validation.definition;

import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The schema of a version, which is checked for more only while nothing is wrong with it. */
final class SchemaOfVersion {
  /** What a schema may say of the whole object, as Go names and orders it. */
  private static final List<String> AT_ROOT =
      List.of(
          "Description",
          "Type",
          "Format",
          "Title",
          "Maximum",
          "ExclusiveMaximum",
          "Minimum",
          "ExclusiveMinimum",
          "MaxLength",
          "MinLength",
          "Pattern",
          "MaxItems",
          "MinItems",
          "UniqueItems",
          "MultipleOf",
          "Required",
          "Items",
          "Properties",
          "ExternalDocs",
          "Example",
          "XPreserveUnknownFields",
          "XValidations");

  /** The names of extensions in {@link #AT_ROOT}. */
  private static final Set<String> EXTENSIONS =
      Set.of(StructuralRules.PRESERVE, "x-kubernetes-validations");

  private SchemaOfVersion() {}

  /** Adds what is wrong with a schema. */
  static void check(ValidatedField schema) {
    if (schema.is("nullable")) {
      schema.field("nullable").forbidden("nullable cannot be true at the root");
    }
    List<FieldError> form = new ArrayList<>();
    boolean canBeStructural = SchemaForm.check(schema.collecting(form));
    List<FieldError> errors = new ArrayList<>();
    if (canBeStructural) {
      errors.addAll(StructuralRules.check(schema));
      if (errors.isEmpty()) {
        errors.addAll(
            Budget.within(Budget.SCHEMA, () -> defaults(schema))
                .orElseThrow(ApiErrors::deadlineExceeded));
      }
    }
    errors.addAll(form);
    if (errors.isEmpty()) {
      DefinitionExpressions.check(schema.value(), schema.toString(), errors);
    }
    schema.add(errors);
  }

  private static List<FieldError> defaults(ValidatedField schema) {
    List<FieldError> errors = new ArrayList<>();
    DefaultRules.check(schema.collecting(errors), errors);
    return errors;
  }

  /**
   * Adds what is wrong with the schema of a version with a subresource status, whose schema must be
   * of use without that of the whole object.
   */
  static void checkWithStatus(ValidatedField schema) {
    root(schema);
    check(schema);
  }

  private static void root(ValidatedField schema) {
    if (!schema.text("type").isEmpty() && !schema.text("type").equals("object")) {
      schema
          .field("type")
          .invalid(
              "only \"object\" is allowed as the type at the root of the schema if the status"
                  + " subresource is enabled");
    }
    for (ValidatedField field : schema.entries()) {
      boolean zero = field.isEmpty() || (field.value().isBoolean() && !field.value().asBoolean());
      String name = Character.toUpperCase(field.key().charAt(0)) + field.key().substring(1);
      if (!zero && !AT_ROOT.contains(name) && !EXTENSIONS.contains(field.key())) {
        schema.invalid(
            "only ["
                + String.join(" ", AT_ROOT)
                + "] fields are allowed at the root of the schema if the status subresource is"
                + " enabled");
        return;
      }
    }
  }
}
