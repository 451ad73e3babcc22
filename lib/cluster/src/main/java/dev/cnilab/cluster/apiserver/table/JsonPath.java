package dev.cnilab.cluster.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths of printer columns, a subset of kubectl's JSONPath: {@code .a.b}, {@code ['a']}, {@code
 * [0]}, {@code [*]} and {@code [?(@.a=="b")]}.
 */
public final class JsonPath {
  private static final Pattern PART =
      Pattern.compile(
          "\\.((?:\\\\.|[^.\\[\\\\])+)"
              + "|\\[['\"]([^'\"]*)['\"]\\]"
              + "|\\[(-?\\d+)\\]"
              + "|\\[\\*\\]"
              + "|\\[\\?\\(@\\.([^=!]+?)\\s*==\\s*['\"]([^'\"]*)['\"]\\)\\]");

  private final List<Step> steps = new ArrayList<>();

  /** One step from the values found so far. */
  @FunctionalInterface
  private interface Step {
    void from(JsonNode value, List<JsonNode> found);
  }

  private JsonPath() {}

  /** Parses a path; an unsupported one finds nothing. */
  public static JsonPath parse(String text) {
    JsonPath path = new JsonPath();
    Matcher part = PART.matcher(text);
    int position = 0;
    while (position < text.length()) {
      if (!part.find(position) || part.start() != position) {
        path.steps.add((value, found) -> {});
        break;
      }
      path.steps.add(step(part));
      position = part.end();
    }
    return path;
  }

  /** All values at the path, in order. */
  public List<JsonNode> find(JsonNode root) {
    List<JsonNode> values = List.of(root);
    for (Step step : steps) {
      List<JsonNode> found = new ArrayList<>();
      values.forEach(value -> step.from(value, found));
      values = found;
    }
    return values;
  }

  private static Step step(Matcher part) {
    if (part.group(1) != null) {
      String name = part.group(1).replaceAll("\\\\(.)", "$1");
      return (value, found) -> add(value.path(name), found);
    }
    if (part.group(2) != null) {
      String name = part.group(2);
      return (value, found) -> add(value.path(name), found);
    }
    if (part.group(3) != null) {
      int index = Integer.parseInt(part.group(3));
      return (value, found) -> add(value.path(index < 0 ? value.size() + index : index), found);
    }
    if (part.group(4) != null) {
      String field = "." + part.group(4);
      String wanted = part.group(5);
      return (value, found) -> value.forEach(item -> filter(item, field, wanted, found));
    }
    return (value, found) -> value.forEach(found::add);
  }

  private static void filter(JsonNode item, String field, String wanted, List<JsonNode> found) {
    if (parse(field).find(item).stream().anyMatch(value -> value.asText().equals(wanted))) {
      found.add(item);
    }
  }

  private static void add(JsonNode value, List<JsonNode> found) {
    if (!value.isMissingNode() && !value.isNull()) {
      found.add(value);
    }
  }
}
