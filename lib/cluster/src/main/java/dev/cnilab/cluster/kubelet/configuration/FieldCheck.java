package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.kubelet.configuration.ConfigurationField.Treatment;
import dev.cnilab.cluster.log.GoDuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares a document with the table of fields, at every depth: an unknown name is noted, a wrong
 * type is an error, and a setting without an effect here is an error too.
 */
final class FieldCheck {
  private final List<String> unknown = new ArrayList<>();

  /** The unknown fields, as paths. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  /**
   * Checks names and types.
   *
   * @throws IOException in the words of Go's decoder if a value has the wrong type
   */
  void requireTypes(JsonNode document) throws IOException {
    requireTypes(document, FieldTable.WHOLE, "", "");
  }

  /**
   * Checks an object.
   *
   * @param names the names of the fields around it, each with a point behind
   * @param place the same with the indices of lists
   */
  private void requireTypes(JsonNode object, String struct, String names, String place)
      throws IOException {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      String name = each.getKey();
      Optional<ConfigurationField> field = FieldTable.named(struct, name);
      if (field.isPresent()) {
        requireType(field.get(), struct, names, each.getValue());
        descend(field.get(), each.getValue(), names + name, place + name);
      } else if (!place.isEmpty() || !List.of("apiVersion", "kind").contains(name)) {
        unknown.add(place + name);
      }
    }
  }

  private void descend(ConfigurationField field, JsonNode value, String names, String place)
      throws IOException {
    if (!FieldTable.has(field.struct())) {
      return;
    }
    if (value.isObject()) {
      requireTypes(value, field.struct(), names + ".", place + ".");
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      requireTypes(value.get(i), field.struct(), names + ".", place + "[" + i + "].");
    }
  }

  private static void requireType(
      ConfigurationField field, String struct, String names, JsonNode value) throws IOException {
    String where = struct + "." + names + field.name();
    Optional<String> wanted = field.mismatch(value);
    if (wanted.isPresent()) {
      throw wrongType(where, field.kind(value), wanted.get());
    }
    if (field.goType().equals("[]string") || field.goType().equals("map[string]string")) {
      for (JsonNode element : value) {
        if (!element.isTextual()) {
          throw wrongType(where, GoType.jsonKind(element), "string");
        }
      }
    }
    Optional<String> complaint =
        field.isDuration() && value.isTextual()
            ? GoDuration.complaint(value.asText())
            : Optional.empty();
    if (complaint.isPresent()) {
      throw new IOException(complaint.get());
    }
  }

  private static IOException wrongType(String where, String found, String type) {
    return new IOException(
        "json: cannot unmarshal %s into Go struct field %s of type %s"
            .formatted(found, where, type));
  }

  /**
   * A setting that would have no effect is refused by its name.
   *
   * @throws IOException if there is one
   */
  static void requireAvailable(JsonNode document) throws IOException {
    requireAvailable(document, FieldTable.WHOLE, "", KubeletDefaults.of());
  }

  private static void requireAvailable(
      JsonNode object, String struct, String place, JsonNode defaults) throws IOException {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      ConfigurationField field = FieldTable.named(struct, each.getKey()).orElse(null);
      if (field == null) {
        continue;
      }
      String path = place + field.name();
      JsonNode standard = defaults.path(field.name());
      if (field.treatment() == Treatment.ABSENT && !field.isUsual(each.getValue(), standard)) {
        throw new IOException(
            "%s of a KubeletConfiguration is not available on this machine".formatted(path));
      }
      if (FieldTable.has(field.struct())) {
        for (JsonNode inner :
            each.getValue().isArray() ? each.getValue() : List.of(each.getValue())) {
          requireAvailable(
              inner,
              field.struct(),
              path + ".",
              each.getValue().isArray() ? MissingNode.getInstance() : standard);
        }
      }
    }
  }
}
