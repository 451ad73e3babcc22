package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.GoYaml;

/** The formats of {@code --output}. */
enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  /**
   * The format of a name.
   *
   * @param otherwise the default if there is none
   */
  static OutputFormat of(String name, OutputFormat otherwise) {
    return switch (name) {
      case "" -> otherwise;
      case "table" -> TABLE;
      case "json" -> JSON;
      case "yaml" -> YAML;
      default -> throw new CrictlFailure("unsupported output format " + GoText.quote(name));
    };
  }

  /** The format of {@code --output} for a list, which defaults to a table. */
  static OutputFormat ofList(Given given, String attempt) {
    try {
      return of(given.text("output"), TABLE);
    } catch (CrictlFailure unknown) {
      throw CrictlFailure.wrapping(attempt, unknown);
    }
  }

  /** The text of a value without a table, with the final newline. */
  String text(JsonNode value) {
    return this == YAML ? GoYaml.write(value) : GoJson.marshalForReading(value) + "\n";
  }
}
