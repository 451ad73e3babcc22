package dev.cnilab.cluster.apiserver.validation.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** ResourceQuotas: which quantities can be limited, and for which objects. */
public final class QuotaRules {
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> MEASURED =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");
  private static final Set<String> SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");
  private static final List<List<String>> CONFLICTS =
      List.of(List.of("BestEffort", "NotBestEffort"), List.of("Terminating", "NotTerminating"));

  private QuotaRules() {}

  public static void hard(ValidatedField amounts) {
    for (ValidatedField amount : amounts.entries()) {
      String name = amount.key();
      boolean standard = COUNTED.contains(name) || MEASURED.contains(name);
      if (!Format.keyViolations(name).isEmpty()) {
        Format.keyViolations(name).forEach(why -> amount.invalid(name, why));
      } else if (!name.contains("/") && !standard) {
        amount.invalid(name, "must be a standard resource type or fully qualified");
      }
      if (!name.contains("/") && !standard) {
        amount.invalid(name, "must be a standard resource for quota");
      }
      Checks.QUANTITY.at(amount);
      if (COUNTED.contains(name) && !isWhole(amount.text())) {
        amount.invalid(TextNode.valueOf(amount.text()), "must be an integer");
      }
    }
  }

  private static boolean isWhole(String quantity) {
    BigDecimal value = Quantity.value(quantity).orElse(BigDecimal.ZERO);
    return value.setScale(0, RoundingMode.DOWN).compareTo(value) == 0;
  }

  /** The scopes do not change, whatever their order. */
  public static void kept(ValidatedField scopes) {
    if (!scopes.parent().old().isMissingNode()
        && !texts(scopes.value()).equals(texts(scopes.old()))) {
      scopes.invalid(Checks.IMMUTABLE);
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  public static void scopes(ValidatedField scopes) {
    List<String> names = scopes.items().stream().map(ValidatedField::text).toList();
    ValidatedField hard = scopes.parent().field("hard");
    for (String name : names) {
      if (!SCOPES.contains(name)) {
        scopes.invalid("unsupported scope");
      }
    }
    boolean others =
        hard.entries().stream()
            .anyMatch(
                amount ->
                    (COUNTED.contains(amount.key()) && !amount.key().equals("pods"))
                        || (MEASURED.contains(amount.key()) && names.contains("BestEffort")));
    if (others) {
      scopes.invalid("unsupported scope applied to resource");
    }
    if (CONFLICTS.stream().anyMatch(names::containsAll)) {
      scopes.invalid("conflicting scopes");
    }
  }
}
