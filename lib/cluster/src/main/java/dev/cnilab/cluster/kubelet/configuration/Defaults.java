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
    ObjectNode whole = defaults();
    lay(file, whole);
    return whole;
  }

  private static void lay(JsonNode file, ObjectNode over) {
    file.properties()
        .forEach(
            each -> {
              JsonNode before = over.get(each.getKey());
              if (each.getValue().isObject() && before instanceof ObjectNode object) {
                lay(each.getValue(), object);
              } else if (before == null || !isZero(each.getValue())) {
                over.set(each.getKey(), each.getValue());
              }
            });
  }

  private static boolean isZero(JsonNode value) {
    return value.isNull()
        || (value.isValueNode() && value.asText().matches("0s?|"))
        || (value.isContainerNode() && value.isEmpty());
  }

  private static ObjectNode defaults() {
    try (InputStream in = Defaults.class.getResourceAsStream("../defaults.json")) {
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
