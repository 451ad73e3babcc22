package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flags.Given;

/** The formats of {@code --output}. */
enum Format {
  TABLE,
  JSON,
  YAML;

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /**
   * The format of a name.
   *
   * @param otherwise the default if there is none
   */
  static Format of(String name, Format otherwise) {
    return switch (name) {
      case "" -> otherwise;
      case "table" -> TABLE;
      case "json" -> JSON;
      case "yaml" -> YAML;
      default -> throw new CrictlFailure("unsupported output format " + GoText.quote(name));
    };
  }

  /** The format of {@code --output} for a list, which defaults to a table. */
  static Format ofList(Given given, String attempt) {
    try {
      return of(given.text("output"), TABLE);
    } catch (CrictlFailure unknown) {
      throw CrictlFailure.wrapping(attempt, unknown);
    }
  }

  /** The text of a value without a table, with the final newline. */
  String text(JsonNode value) {
    if (this != YAML) {
      return GoJson.marshalForReading(value) + "\n";
    }
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
