package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Place;
import java.util.List;

/** Owners: they are told in full. */
public final class OwnerRules {
  private OwnerRules() {}

  public static void complete(Place owner) {
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
