package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The defaults for settings that are missing from a kubelet's file, or zero; {@code
 * SetDefaults_KubeletConfiguration}.
 */
public final class Defaults {
  private Defaults() {}

  /** The file with the defaults filled in, as {@code /configz} shows it. */
  public static ObjectNode complete(JsonNode file) {
    ObjectNode whole = of();
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

  /** The defaults alone. */
  static ObjectNode of() {
    try (InputStream in = Defaults.class.getResourceAsStream("defaults.json")) {
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
