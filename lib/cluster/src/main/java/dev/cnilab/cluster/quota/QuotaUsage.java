package dev.cnilab.cluster.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Amounts by the resource's name. */
public record QuotaUsage(Map<String, Amount> amounts) {
  public static final QuotaUsage NOTHING = new QuotaUsage(Map.of());

  public QuotaUsage {
    amounts = new TreeMap<>(amounts);
  }

  /** The amounts in a resource list of a manifest. */
  public static QuotaUsage of(JsonNode list) {
    Map<String, Amount> amounts = new TreeMap<>();
    list.propertyStream()
        .forEach(each -> amounts.put(each.getKey(), Amount.of(each.getValue().asText())));
    return new QuotaUsage(amounts);
  }

  public QuotaUsage plus(QuotaUsage other) {
    return merged(other, Amount::plus);
  }

  /** The larger amount of each resource. */
  public QuotaUsage atLeast(QuotaUsage other) {
    return merged(other, Amount::atLeast);
  }

  private QuotaUsage merged(QuotaUsage other, BinaryOperator<Amount> merge) {
    Map<String, Amount> all = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) -> all.merge(name, amount, merge));
    return new QuotaUsage(all);
  }

  public Amount of(String name) {
    return amounts.getOrDefault(name, Amount.NONE);
  }

  /** The amounts of some resources only; missing ones are zero. */
  public QuotaUsage only(Iterable<String> names) {
    Map<String, Amount> some = new TreeMap<>();
    names.forEach(name -> some.put(name, of(name)));
    return new QuotaUsage(some);
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    amounts.forEach((name, amount) -> json.put(name, amount.toString()));
    return json;
  }

  /** {@code pods=1,services=2}. */
  @Override
  public String toString() {
    return amounts.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
