package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flags.Given;

/** What {@code --output} asks for. */
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
   * That of its name.
   *
   * @param otherwise for none
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

  /** What {@code --output} asks for where a table is usual. */
  static Format ofList(Given given, String attempt) {
    try {
      return of(given.text("output"), TABLE);
    } catch (CrictlFailure unknown) {
      throw CrictlFailure.wrapping(attempt, unknown);
    }
  }

  /** The text, with its end, of something that has no table. */
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
