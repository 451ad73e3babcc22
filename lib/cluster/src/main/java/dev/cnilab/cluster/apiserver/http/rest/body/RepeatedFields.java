package dev.cnilab.cluster.apiserver.http.rest.body;

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
public final class RepeatedFields {
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
  public static List<String> inJson(RestRequest request) {
    boolean isJson = request.contentType().isEmpty() || request.contentType().endsWith("json");
    return request.body().isEmpty()
            || !isJson
            || Bodies.fieldValidation(request) == FieldValidation.IGNORE
        ? List.of()
        : request.body().repeated().orElseGet(() -> inJson(request.body().bytes()));
  }

  private static List<String> inJson(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return new RepeatedFields(parser).found().paths;
    } catch (IOException malformed) {
      return List.of(); // which is reported where the body is parsed
    }
  }

  /**
   * go-yaml's message for repeated fields in a YAML body, with the line of each; empty if there are
   * none.
   */
  static List<String> inYaml(RestRequest request) {
    return request.body().repeated().orElseGet(() -> inYaml(request.body().text()));
  }

  private static List<String> inYaml(String text) {
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      List<String> lines = new RepeatedFields(parser).found().lines;
      return lines.isEmpty()
          ? List.of()
          : List.of("yaml: unmarshal errors:\n  " + String.join("\n  ", lines));
    } catch (IOException malformed) {
      return List.of();
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
