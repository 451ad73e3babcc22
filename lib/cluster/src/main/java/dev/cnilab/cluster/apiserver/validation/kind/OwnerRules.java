package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** Owner references: all their fields are required. */
public final class OwnerRules {
  private OwnerRules() {}

  /** Only one of them may be the controller. */
  public static void oneController(ValidatedField owners) {
    String first = "";
    for (ValidatedField owner : owners.items()) {
      String name = owner.text("kind") + "/" + owner.text("name");
      if (owner.is("controller") && !first.isEmpty()) {
        owners.invalid(
            "Only one reference can have Controller set to true. Found \"true\" in references for "
                + first
                + " and "
                + name);
      } else if (owner.is("controller")) {
        first = name;
      }
    }
  }

  public static void complete(ValidatedField owner) {
    for (String field : List.of("apiVersion", "kind", "name", "uid")) {
      if (owner.text(field).isEmpty()) {
        owner.field(field).required("must not be empty");
      }
    }
    if (owner.text("apiVersion").equals("v1") && owner.text("kind").equals("Event")) {
      owner.invalid("/v1, Kind=Event is disallowed from being an owner");
    }
  }
}
