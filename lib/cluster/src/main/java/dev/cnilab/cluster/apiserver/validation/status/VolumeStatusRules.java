package dev.cnilab.cluster.apiserver.validation.status;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.kind.StorageRules;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.List;

/** The resources that are allocated to a claim while it is resized. */
public final class VolumeStatusRules {
  private static final List<String> RESIZES =
      List.of(
          "ControllerResizeInProgress",
          "ControllerResizeInfeasible",
          "NodeResizeInProgress",
          "NodeResizeInfeasible",
          "NodeResizePending");

  private VolumeStatusRules() {}

  /** The API server reports the map, and the resource where it means its state. */
  public static void resizes(ValidatedField states) {
    for (ValidatedField state : states.entries()) {
      name(states, state.key());
      if (!RESIZES.contains(state.text())) {
        states.notSupported(state.key(), RESIZES);
      }
    }
  }

  public static void allocated(ValidatedField amounts) {
    for (ValidatedField amount : amounts.entries()) {
      int before = amounts.errorsSoFar();
      name(amounts, amount.key());
      if (amounts.errorsSoFar() == before) {
        StorageRules.notNegative(amount);
      }
    }
  }

  private static void name(ValidatedField map, String name) {
    List<String> violations = Format.keyViolations(name);
    violations.forEach(why -> map.invalid(name, why));
    boolean isNative = !name.contains("/") || name.contains("kubernetes.io/");
    if (violations.isEmpty() && isNative && !name.equals("storage")) {
      map.notSupported(name, List.of("storage"));
    }
  }

  /** A claim does not become smaller than what it got. */
  public static void shrunk(ValidatedField claim) {
    String storage = "/spec/resources/requests/storage";
    long before = Quantity.units(claim.old().at(storage).asText("0"));
    long now = Quantity.units(claim.value().at(storage).asText("0"));
    long got = Quantity.units(claim.old().at("/status/capacity/storage").asText("0"));
    if (!claim.old().isMissingNode() && now < before && now <= got) {
      claim
          .field("spec")
          .field("resources")
          .field("requests")
          .field("storage")
          .forbidden("field can not be less than status.capacity");
    }
  }
}
