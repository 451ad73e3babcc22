package dev.cnilab.cluster.apiserver.http.rest.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.log.GoText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys that occur more than once in a map of a YAML text; its tree has only the last of them. */
final class RepeatedKeys {
  private final JsonParser parser;
  private final List<String> lines = new ArrayList<>();

  private RepeatedKeys(JsonParser parser) {
    this.parser = parser;
  }

  /** go-yaml's message for all of them, with the line of each; empty if there are none. */
  static Optional<String> in(String yaml) {
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      RepeatedKeys keys = new RepeatedKeys(parser);
      parser.nextToken();
      keys.value();
      return keys.lines.isEmpty()
          ? Optional.empty()
          : Optional.of("yaml: unmarshal errors:\n  " + String.join("\n  ", keys.lines));
    } catch (IOException malformed) {
      return Optional.empty(); // which is reported where the text is parsed
    }
  }

  private void value() throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Set<String> names = new HashSet<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (!names.add(name)) {
          Budget.charge(Budget.ofText(name.length()));
          lines.add(
              "line %d: key %s already set in map"
                  .formatted(parser.currentTokenLocation().getLineNr(), GoText.quote(name)));
        }
        parser.nextToken();
        value();
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
        value();
      }
    }
  }
}
