package dev.cnilab.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts and objects among this package's resources, with {@code @NAME@} filled in. */
final class Templates {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, String> values;

  Templates(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These values and one more. */
  Templates with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Templates(more);
  }

  /** A resource as text. */
  String text(String resource) {
    return fill(read(resource));
  }

  /** The objects in a resource: from YAML documents, or JSON objects one on a line. */
  List<KubeObject> objects(String resource) {
    String text = read(resource);
    List<KubeObject> objects = new ArrayList<>();
    if (resource.endsWith(".jsonl")) {
      text.lines().forEach(line -> objects.add(filled(Json.parse(line))));
      return objects;
    }
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      documents.forEachRemaining(document -> objects.add(filled(document)));
    } catch (IOException malformed) {
      throw new UncheckedIOException(resource + " is not YAML", malformed);
    }
    return objects;
  }

  private KubeObject filled(JsonNode tree) {
    return KubeObject.of((ObjectNode) fill(tree));
  }

  private JsonNode fill(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> {
        object.properties().forEach(entry -> entry.setValue(fill(entry.getValue())));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, fill(array.get(i)));
        }
        yield array;
      }
      case TextNode text -> text.asText().contains("@") ? new TextNode(fill(text.asText())) : text;
      default -> tree;
    };
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("@" + value.getKey() + "@", value.getValue());
    }
    return filled;
  }

  private static String read(String resource) {
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
