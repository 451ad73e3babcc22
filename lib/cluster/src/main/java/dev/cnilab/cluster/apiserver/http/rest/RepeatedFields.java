package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.registry.write.Requester.FieldValidation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fields that occur more than once in a body; the parsed tree keeps only the last one. */
final class RepeatedFields {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final List<String> paths = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private RepeatedFields(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The paths of repeated fields in a JSON body; empty for a body of another type, or if the client
   * wants no field validation.
   */
  static List<String> inJson(RestRequest request) {
    if (request.body().isEmpty()
        || WriteOptions.fieldValidation(request) == FieldValidation.IGNORE
        || !(request.contentType().isEmpty() || request.contentType().endsWith("json"))) {
      return List.of();
    }
    try (JsonParser parser = JSON.createParser(request.body().bytes())) {
      return new RepeatedFields(parser).found().paths;
    } catch (IOException malformed) {
      return List.of(); // which is reported where the body is parsed
    }
  }

  /** go-yaml's messages for repeated fields in YAML, each with its line; "" if there are none. */
  static String inYaml(String text) {
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      List<String> lines = new RepeatedFields(parser).found().lines;
      return lines.isEmpty() ? "" : "yaml: unmarshal errors:\n  " + String.join("\n  ", lines);
    } catch (IOException malformed) {
      return "";
    }
  }

  private RepeatedFields found() throws IOException {
    parser.nextToken();
    value("");
    return this;
  }

  private void value(String path) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Set<String> names = new HashSet<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        String place = path.isEmpty() ? name : path + "." + name;
        if (!names.add(name)) {
          paths.add(place);
          lines.add(
              "line %d: key \"%s\" already set in map"
                  .formatted(parser.currentTokenLocation().getLineNr(), name));
        }
        parser.nextToken();
        value(place);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken() == null) {
          return;
        }
        value(path + "[" + i + "]");
      }
    }
  }
}
