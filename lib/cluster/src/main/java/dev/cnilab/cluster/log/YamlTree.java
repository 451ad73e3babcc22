package dev.cnilab.cluster.log;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
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
  private final List<NodeEvent> leaves;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private int next;
  private int read;
  private int aliased;

  private YamlTree(YAMLParser parser, List<NodeEvent> leaves) {
    this.parser = parser;
    this.leaves = leaves;
  }

  static JsonNode of(String text) throws IOException {
    try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      return new YamlTree(
              parser, hasAliases(text) || text.contains(MERGE) ? leaves(text) : List.of())
          .value(0);
    }
  }

  private static boolean hasAliases(String text) {
    return text.contains("&") && text.contains("*");
  }

  /**
   * The scalars and aliases of a text in order, each field's name among them. Jackson's parser does
   * not show a scalar's anchor, nor whether a name is quoted.
   */
  private static List<NodeEvent> leaves(String text) {
    List<NodeEvent> leaves = new ArrayList<>();
    try {
      for (Event event : new Yaml().parse(new StringReader(text))) {
        if (event instanceof ScalarEvent || event instanceof AliasEvent) {
          leaves.add((NodeEvent) event);
        }
      }
    } catch (YAMLException malformed) {
      return leaves; // Jackson's parser fails at the same place, with a message
    }
    return leaves;
  }

  private Optional<NodeEvent> nextLeaf() {
    return next < leaves.size() ? Optional.of(leaves.get(next++)) : Optional.empty();
  }

  private JsonNode value(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("yaml: exceeded max depth of " + DEEPEST);
    }
    if (parser.isCurrentAlias()) {
      nextLeaf();
      JsonNode named = anchors.get(parser.getText());
      if (named == null) {
        throw new IOException("yaml: unknown anchor '" + parser.getText() + "' referenced");
      }
      return copy(named);
    }
    read++;
    return switch (parser.currentToken()) {
      case START_OBJECT -> remembered(Optional.ofNullable(parser.getObjectId()), object(depth));
      case START_ARRAY -> remembered(Optional.ofNullable(parser.getObjectId()), array(depth));
      default -> remembered(nextLeaf().map(NodeEvent::getAnchor), finite(MAPPER.readTree(parser)));
    };
  }

  private static JsonNode finite(JsonNode scalar) throws IOException {
    if (scalar.isDouble() && !Double.isFinite(scalar.asDouble())) {
      String shown =
          Double.isNaN(scalar.asDouble()) ? "NaN" : scalar.asDouble() > 0 ? "+Inf" : "-Inf";
      throw new IOException("json: unsupported value: " + shown);
    }
    return scalar;
  }

  private JsonNode remembered(Optional<?> anchor, JsonNode value) {
    anchor.ifPresent(name -> anchors.put(String.valueOf(name), value));
    return value;
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = Json.object();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      boolean merges = nextLeaf().filter(YamlTree::isMerge).isPresent();
      read++;
      parser.nextToken();
      JsonNode value = value(depth + 1);
      if (merges) {
        merge(value, object);
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  private static boolean isMerge(NodeEvent name) {
    return name instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getValue().equals(MERGE);
  }

  /** As in go-yaml's version 2, also over fields that stand before. Of several, the first wins. */
  private static void merge(JsonNode value, ObjectNode into) throws IOException {
    List<JsonNode> maps = value.isArray() ? value.valueStream().toList() : List.of(value);
    for (JsonNode map : maps.reversed()) {
      if (!map.isObject()) {
        throw new IOException("yaml: map merge requires map or sequence of maps as the value");
      }
      map.properties().forEach(each -> into.set(each.getKey(), each.getValue()));
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
