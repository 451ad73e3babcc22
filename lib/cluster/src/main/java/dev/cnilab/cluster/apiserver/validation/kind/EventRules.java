package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Place;

/** Events: what happened to an object is told in its namespace. */
public final class EventRules {
  private EventRules() {}

  public static void namespace(Place event) {
    Place about = event.field("involvedObject").field("namespace");
    String namespace = event.field("metadata").text("namespace");
    boolean fits =
        about.isEmpty()
            ? namespace.equals("default") || namespace.isEmpty()
            : about.text().equals(namespace);
    if (!fits) {
      about.invalid(about.text(), "does not match event.namespace");
    }
  }
}
