package dev.cnilab.cluster.log;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * A document as a tree, with a copy of what an anchor names in place of each alias, and what {@code
 * <<} merges. As a few lines of aliases can stand for billions of values, they are counted as in
 * go-yaml's {@code decode.go}.
 */
final class YamlTree {
  private static final YAMLMapper MAPPER = new YAMLMapper();
  private static final String MERGE = "<<";
  private static final int DEEPEST = 1000;
  private static final int FEW_ALIASED = 100;
  private static final int FEW_READ = 1000;

  /** Up to this number of values, nearly all may be aliased; from HIGH on, only a tenth. */
  private static final double LOW = 400_000;

  private static final double HIGH = 4_000_000;

  private final YAMLParser parser;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private int read;
  private int aliased;

  private YamlTree(YAMLParser parser) {
    this.parser = parser;
  }

  static JsonNode of(String text) throws IOException {
    try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      YamlTree tree = new YamlTree(parser);
      if (text.contains("*")) {
        tree.rememberScalars(text);
      }
      return tree.value(0);
    }
  }

  /** Jackson's parser does not tell the anchors of scalars. */
  private void rememberScalars(String text) throws IOException {
    for (Event event : new Yaml().parse(new StringReader(text))) {
      if (event instanceof ScalarEvent scalar && scalar.getAnchor() != null) {
        anchors.put(
            scalar.getAnchor(),
            scalar.isPlain()
                ? MAPPER.readTree(scalar.getValue())
                : TextNode.valueOf(scalar.getValue()));
      }
    }
  }

  private JsonNode value(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("yaml: exceeded max depth of " + DEEPEST);
    }
    if (parser.isCurrentAlias()) {
      JsonNode named = anchors.get(parser.getText());
      if (named == null) {
        throw new IOException("yaml: unknown anchor '" + parser.getText() + "' referenced");
      }
      return copy(named);
    }
    read++;
    String anchor = parser.getObjectId() == null ? null : String.valueOf(parser.getObjectId());
    JsonNode value =
        switch (parser.currentToken()) {
          case START_OBJECT -> object(depth);
          case START_ARRAY -> array(depth);
          default -> finite(MAPPER.readTree(parser));
        };
    remember(anchor, value);
    return value;
  }

  private static JsonNode finite(JsonNode scalar) throws IOException {
    if (scalar.isDouble() && !Double.isFinite(scalar.asDouble())) {
      String shown =
          Double.isNaN(scalar.asDouble()) ? "NaN" : scalar.asDouble() > 0 ? "+Inf" : "-Inf";
      throw new IOException("json: unsupported value: " + shown);
    }
    return scalar;
  }

  private void remember(@Nullable String anchor, JsonNode value) {
    if (anchor != null) {
      anchors.put(anchor, value);
    }
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = Json.object();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = value(depth + 1);
      if (name.equals(MERGE) && value.isContainerNode()) {
        merge(value, object);
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  /** As in go-yaml's version 2, also over fields that stand before. Of several, the first wins. */
  private static void merge(JsonNode value, ObjectNode into) {
    if (value.isArray()) {
      for (int i = value.size() - 1; i >= 0; i--) {
        merge(value.get(i), into);
      }
    } else {
      value.properties().forEach(each -> into.set(each.getKey(), each.getValue()));
    }
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = Json.array();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(depth + 1));
    }
    return array;
  }

  private JsonNode copy(JsonNode named) throws IOException {
    read++;
    aliased++;
    double share = Math.clamp((read - LOW) / (HIGH - LOW), 0, 1);
    if (aliased > FEW_ALIASED && read > FEW_READ && (double) aliased / read > 0.99 - 0.89 * share) {
      throw new IOException("yaml: document contains excessive aliasing");
    }
    if (named.isArray()) {
      ArrayNode copy = Json.array();
      for (JsonNode item : named) {
        copy.add(copy(item));
      }
      return copy;
    }
    if (!named.isObject()) {
      return named;
    }
    ObjectNode copy = Json.object();
    for (Map.Entry<String, JsonNode> field : named.properties()) {
      read++;
      aliased++;
      copy.set(field.getKey(), copy(field.getValue()));
    }
    return copy;
  }
}
