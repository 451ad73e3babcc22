package dev.cnilab.cluster.apiserver.table.cell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What several tables have in common. */
public final class Cells {
  private static final int SHOWN = 3;

  private Cells() {}

  public static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** One text of each item of a list, separated by commas. */
  public static String join(JsonNode list, Function<JsonNode, String> text) {
    return texts(list, text).stream().collect(Collectors.joining(","));
  }

  public static List<String> texts(JsonNode list, Function<JsonNode, String> text) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(text.apply(item)));
    return texts;
  }

  /** The first few texts, and how many more there are. */
  public static String some(List<String> texts, String ifNone) {
    if (texts.isEmpty()) {
      return ifNone;
    }
    String first = texts.stream().limit(SHOWN).collect(Collectors.joining(","));
    return texts.size() <= SHOWN ? first : first + " + " + (texts.size() - SHOWN) + " more...";
  }

  /** The labels at a pointer, {@code <none>} if there are none. */
  public static Function<KubeObject, String> labels(String pointer) {
    return object ->
        orElse(
            new TreeMap<>(object.map(pointer))
                .entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(",")),
            "<none>");
  }

  /** The label selector at a pointer as {@code metav1.FormatLabelSelector} writes it. */
  public static Function<KubeObject, String> selector(String pointer) {
    return object -> {
      JsonNode selector = object.at(pointer);
      List<String> terms = new ArrayList<>();
      new TreeMap<>(object.map(pointer + "/matchLabels"))
          .forEach((key, value) -> terms.add(key + "=" + value));
      selector.path("matchExpressions").forEach(expression -> terms.add(term(expression)));
      return orElse(String.join(",", terms), "<none>");
    };
  }

  private static String term(JsonNode expression) {
    String key = expression.path("key").asText();
    String values =
        "("
            + texts(expression.path("values"), JsonNode::asText).stream()
                .sorted()
                .collect(Collectors.joining(","))
            + ")";
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }
}
