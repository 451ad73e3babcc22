package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The defaults for settings that are missing from a kubelet's file, or zero; {@code
 * SetDefaults_KubeletConfiguration}.
 */
public final class KubeletDefaults {
  private static final ObjectNode ALL = load();

  private KubeletDefaults() {}

  /** The file with the defaults filled in, as {@code /configz} shows it. */
  public static ObjectNode complete(JsonNode file) {
    ObjectNode whole = ALL.deepCopy();
    lay(file, whole, FieldTable.WHOLE);
    return whole;
  }

  private static void lay(JsonNode file, ObjectNode over, String struct) {
    file.properties()
        .forEach(
            each -> {
              JsonNode before = over.get(each.getKey());
              ConfigurationField field = FieldTable.named(struct, each.getKey()).orElse(null);
              if (each.getValue().isObject() && before instanceof ObjectNode object) {
                lay(each.getValue(), object, field == null ? "" : field.struct());
              } else if (before == null || field == null || !field.isDefaulted(each.getValue())) {
                over.set(each.getKey(), each.getValue());
              }
            });
  }

  /** The defaults alone; callers must not change them. */
  static JsonNode of() {
    return ALL;
  }

  private static ObjectNode load() {
    try (InputStream in =
        Objects.requireNonNull(KubeletDefaults.class.getResourceAsStream("defaults.json"))) {
      return (ObjectNode) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }
}
