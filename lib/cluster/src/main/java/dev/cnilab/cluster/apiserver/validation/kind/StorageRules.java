package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import dev.cnilab.cluster.apiserver.validation.field.Quantity;
import java.util.List;
import java.util.Locale;

/** Volumes, claims and classes of storage. */
public final class StorageRules {
  private static final List<String> MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  private static final String ALONE = "ReadWriteOncePod";

  private StorageRules() {}

  /** The API server names the list where it means the mode. */
  public static void modes(Place modes) {
    boolean alone = false;
    boolean others = false;
    for (Place mode : modes.items()) {
      if (!MODES.contains(mode.text())) {
        modes.notSupported(mode.text(), MODES);
      }
      alone |= mode.text().equals(ALONE);
      others |= MODES.contains(mode.text()) && !mode.text().equals(ALONE);
    }
    if (alone && others) {
      modes.forbidden("may not use ReadWriteOncePod with other access modes");
    }
  }

  /** How much is claimed; the API server leaves "requests" out of the path. */
  public static void claimed(Place spec) {
    Place size = spec.field("resources").field("requests").entry("storage");
    Place named = spec.field("resources").entry("storage");
    if (size.value().isMissingNode()) {
      named.required("");
    } else {
      positive(size.text(), named);
    }
  }

  private static void positive(String size, Place place) {
    if (Quantity.value(size).filter(amount -> amount.signum() <= 0).isPresent()) {
      place.invalid(TextNode.valueOf(size), "must be greater than zero");
    }
  }

  /** A volume's capacity is how much it stores, and nothing else. */
  public static void capacity(Place capacity) {
    if (capacity.isEmpty()) {
      capacity.required("");
    }
    for (Place amount : capacity.entries()) {
      positive(amount.text(), amount);
    }
  }

  public static void provisioner(Place provisioner) {
    Format.keyViolations(provisioner.text().toLowerCase(Locale.ROOT))
        .forEach(why -> provisioner.invalid(provisioner.text().toLowerCase(Locale.ROOT), why));
  }
}
