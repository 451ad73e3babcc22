package dev.cnilab.cluster.apiserver.validation.limit;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** LimitRanges: minimum, maximum and default quantities must fit together. */
public final class LimitRules {
  private static final Set<String> TYPES = Set.of("Container", "Pod", "PersistentVolumeClaim");

  private LimitRules() {}

  public static void limits(ValidatedField limits) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField limit : limits.items()) {
      String type = limit.text("type");
      if (!TYPES.contains(type) && !type.contains("/")) {
        limit.field("type").invalid("must be a standard limit type or fully qualified");
      }
      if (!seen.add(type)) {
        limit.field("type").duplicate();
      }
      if (type.equals("Pod")) {
        forbidden(limit, "default");
        forbidden(limit, "defaultRequest");
      }
      if (type.equals("PersistentVolumeClaim")
          && !limit.field("min").has("storage")
          && !limit.field("max").has("storage")) {
        limit
            .field("limits")
            .required(
                "either minimum or maximum storage value is required, but neither was provided");
      }
      amounts(limit);
    }
  }

  private static void forbidden(ValidatedField limit, String field) {
    if (!limit.field(field).isEmpty()) {
      limit.field(field).forbidden("may not be specified when `type` is 'Pod'");
    }
  }

  private static void amounts(ValidatedField limit) {
    Set<String> names = new TreeSet<>();
    for (String field : new String[] {"max", "min", "default", "defaultRequest"}) {
      limit.field(field).entries().forEach(amount -> names.add(amount.key()));
    }
    limit.field("maxLimitRequestRatio").entries().forEach(ratio -> names.add(ratio.key()));
    boolean pod = limit.text("type").equals("Pod");
    for (String name : names) {
      ValidatedField least = limit.field("min").entry(name);
      ValidatedField most = limit.field("max").entry(name);
      ValidatedField request = limit.field("defaultRequest").entry(name);
      ValidatedField usual = limit.field("default").entry(name);
      notAbove(least, most, least, "min value %s is greater than max value %s");
      if (!pod) {
        notAbove(least, request, request, "min value %s is greater than default request value %s");
        notAbove(request, most, request, "default request value %s is greater than max value %s");
        notAbove(
            request,
            usual,
            request,
            "default request value %s is greater than default limit value %s");
        notAbove(least, usual, least, "min value %s is greater than default value %s");
        notAbove(usual, most, most, "default value %s is greater than max value %s");
      }
      ratio(limit.field("maxLimitRequestRatio").entry(name));
    }
  }

  private static void ratio(ValidatedField ratio) {
    if (!ratio.isEmpty() && value(ratio).compareTo(BigDecimal.ONE) < 0) {
      String text = Quantity.canonical(ratio.text());
      ratio.invalid(TextNode.valueOf(text), "ratio " + text + " is less than 1");
    }
  }

  private static void notAbove(
      ValidatedField low, ValidatedField high, ValidatedField shown, String words) {
    if (!low.isEmpty() && !high.isEmpty() && value(low).compareTo(value(high)) > 0) {
      String lowText = Quantity.canonical(low.text());
      String highText = Quantity.canonical(high.text());
      boolean inDefault = words.contains("default value") || words.contains("default limit");
      ValidatedField at =
          inDefault ? low.parent().parent().field("default").entry(low.key()) : shown;
      at.invalid(
          TextNode.valueOf(shown == low ? lowText : highText), words.formatted(lowText, highText));
    }
  }

  private static BigDecimal value(ValidatedField amount) {
    return Quantity.value(amount.text()).orElse(BigDecimal.ZERO);
  }
}
