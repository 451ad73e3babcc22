package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How {@code images}, {@code pods} and {@code ps} print a list: by {@code --output}, {@code
 * --quiet} and {@code --verbose}.
 *
 * @param field the list's name in JSON and YAML
 * @param verbose an item's text without the final newline
 */
record ListOutput<T>(
    String field,
    Function<T, ObjectNode> json,
    Function<T, String> id,
    Function<T, String> verbose,
    Function<List<T>, TextTable> table) {

  void print(Process process, Given given, OutputFormat format, List<T> items) {
    if (format != OutputFormat.TABLE) {
      ObjectNode list = JsonNodeFactory.instance.objectNode();
      list.putArray(field).addAll(items.stream().map(json).toList());
      process.out().print(format.text(list));
    } else if (given.has("quiet")) {
      items.forEach(item -> process.out().println(id.apply(item)));
    } else if (given.has("verbose")) {
      items.forEach(item -> process.out().println(verbose.apply(item)));
    } else {
      process.out().print(table.apply(items));
    }
  }

  /** A map as {@code --verbose} shows it. */
  static String arrows(String heading, Map<String, String> map) {
    StringBuilder text = new StringBuilder("\n" + heading + ":");
    new TreeMap<>(map)
        .forEach((key, value) -> text.append("\n\t").append(key).append(" -> ").append(value));
    return text.toString();
  }

  /** A 64-bit integer, which is a string in the JSON of a protocol buffer. */
  static String nanoseconds(Instant time) {
    return String.valueOf(time.getEpochSecond() * 1_000_000_000L + time.getNano());
  }
}
