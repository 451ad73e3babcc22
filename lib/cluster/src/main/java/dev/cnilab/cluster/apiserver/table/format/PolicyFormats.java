package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The columns of kinds that limit others: budgets, quotas, and API priority and fairness. */
public final class PolicyFormats {
  static final List<TableColumn> BUDGETS =
      List.of(
          objectName(),
          text("Min Available", o -> orElse(o.text("/spec/minAvailable"), "N/A")),
          text("Max Unavailable", o -> orElse(o.text("/spec/maxUnavailable"), "N/A")),
          number("Allowed Disruptions", o -> o.at("/status/disruptionsAllowed").asLong()),
          age());
  static final List<TableColumn> QUOTAS =
      List.of(
          objectName(),
          text("Request", o -> use(o, name -> !name.contains("limits"))),
          text("Limit", o -> use(o, name -> name.contains("limits"))),
          age());
  static final List<TableColumn> FLOWS =
      List.of(
          objectName(),
          text("PriorityLevel", o -> o.text("/spec/priorityLevelConfiguration/name")),
          number("MatchingPrecedence", o -> o.at("/spec/matchingPrecedence").asLong())
              .typed("string"),
          text(
              "DistinguisherMethod",
              o -> orElse(o.text("/spec/distinguisherMethod/type"), "<none>")),
          age(),
          text("MissingPL", o -> condition(o, "Dangling", "?")));
  static final List<TableColumn> PRIORITY_LEVELS =
      List.of(
          objectName(),
          text("Type", o -> o.text("/spec/type")),
          amount("NominalConcurrencyShares", "nominalConcurrencyShares"),
          amount("Queues", "limitResponse/queuing/queues"),
          amount("HandSize", "limitResponse/queuing/handSize"),
          amount("QueueLengthLimit", "limitResponse/queuing/queueLengthLimit"),
          age());

  private PolicyFormats() {}

  /** Flow schemas in the order in which they are tried. */
  public static List<KubeObject> inOrder(List<KubeObject> flows) {
    return flows.stream()
        .sorted(
            Comparator.comparingLong(
                    (KubeObject flow) -> flow.at("/spec/matchingPrecedence").asLong())
                .thenComparing(KubeObject::name))
        .toList();
  }

  private static String use(KubeObject quota, Predicate<String> shown) {
    Map<String, String> used = quota.map("/status/used");
    return new TreeMap<>(quota.map("/status/hard"))
        .entrySet().stream()
            .filter(hard -> shown.test(hard.getKey()))
            .map(
                hard ->
                    hard.getKey()
                        + ": "
                        + used.getOrDefault(hard.getKey(), "0")
                        + "/"
                        + hard.getValue())
            .collect(Collectors.joining(", "));
  }

  /** The status of a condition of this type. */
  static String condition(KubeObject object, String type, String ifNone) {
    return Conditions.find(object.at("/status/conditions"), type)
        .map(condition -> condition.path("status").asText())
        .orElse(ifNone);
  }

  private static TableColumn amount(String name, String field) {
    return TableColumn.value(name, o -> o.at("/spec/limited/" + field), "<none>");
  }
}
