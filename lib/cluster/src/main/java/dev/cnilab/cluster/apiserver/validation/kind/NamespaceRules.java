package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.Set;

/** Namespaces: their finalizers and their phase. */
public final class NamespaceRules {
  private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

  private NamespaceRules() {}

  /** For a new namespace the API server reports the list where it means the finalizer. */
  public static void finalizers(ValidatedField finalizers) {
    boolean isNew = finalizers.root().old().isMissingNode();
    for (ValidatedField finalizer : finalizers.items()) {
      ValidatedField shown = isNew ? finalizers : finalizer;
      String name = finalizer.text();
      Format.keyViolations(name).forEach(why -> shown.invalid(name, why));
      if (!name.contains("/") && !STANDARD.contains(name)) {
        shown.invalid(name, "name is neither a standard finalizer name nor is it fully qualified");
      }
    }
  }

  public static void phase(ValidatedField status) {
    boolean ending = status.root().field("metadata").has("deletionTimestamp");
    String wanted = ending ? "Terminating" : "Active";
    if (!status.text("phase").equals(wanted)) {
      status
          .field("Phase")
          .invalid(
              status.text("phase"),
              "may only be '"
                  + wanted
                  + "' if `deletionTimestamp` is "
                  + (ending ? "not empty" : "empty"));
    }
  }
}
