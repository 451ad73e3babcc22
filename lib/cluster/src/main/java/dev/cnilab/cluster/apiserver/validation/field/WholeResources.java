package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.Set;

/** Resources that cannot be divided: devices, and what is counted. */
public final class WholeResources {
  private static final Set<String> COUNTED =
      Set.of("pods", "services", "replicationcontrollers", "secrets", "configmaps");
  private static final String NATIVE = "kubernetes.io/";

  private WholeResources() {}

  /** Complains if the quantity of a resource must be whole and is not. */
  public static void check(String name, ValidatedField amount) {
    boolean undivided = name.contains("/") ? !name.startsWith(NATIVE) : COUNTED.contains(name);
    if (undivided && Quantity.value(amount.text()).filter(WholeResources::isBroken).isPresent()) {
      amount.invalid(TextNode.valueOf(amount.text()), "must be an integer");
    }
  }

  private static boolean isBroken(BigDecimal amount) {
    return amount.stripTrailingZeros().scale() > 0;
  }
}
