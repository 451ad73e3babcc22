package dev.cnilab.cluster.apiserver.altered;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Changes one thing in a JSON object: a value, its type, its name, how often it is there. */
final class Alteration {
  /** As JSON texts. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "\"\"",
          "0",
          "-1",
          "1",
          "1.5",
          "1e30",
          "2147483648",
          "9223372036854775808",
          "-9223372036854775808",
          "true",
          "[]",
          "{}",
          "[null]",
          "[\"x\", \"x\"]",
          "[[]]",
          "[{}]",
          "{\"x\": null}",
          "{\"\": \"\"}",
          "{\"a b\": {\"c\": [1]}}",
          "\"x\"",
          "\" x\"",
          "\"A_b\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"x\\ny\"",
          "\"%zz\"",
          "\"..\"",
          "\"a/b\"",
          "\"*\"",
          "\"10%\"",
          "\"1e3\"",
          "\"::1\"",
          "\"1.2.3.4\"",
          "\"2026-01-01T00:00:00Z\"",
          "\"9999-99-99T99:99:99Z\"",
          "\"YQ==\"",
          "\"" + "x".repeat(5000) + "\"",
          "\"" + "9".repeat(40) + "\"");

  private static final String TWICE = "\"@twice@\"";

  private final Random random;

  Alteration(Random random) {
    this.random = random;
  }

  /** One of several. */
  <T> T any(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  /** A value of any type, as JSON text. */
  String value() {
    return any(VALUES);
  }

  /** The text of an object in which one thing is altered. */
  String of(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    List<Place> places = new ArrayList<>();
    collect(copy, "", places);
    Place place = any(places);
    return switch (random.nextInt(8)) {
      case 0 -> place.without(copy);
      case 1 -> place.renamed(copy, random);
      case 2 -> place.twice(copy, value());
      case 3 -> place.joined(copy, any(List.of("foo", "", "Foo", "name.x")), value());
      case 4 -> place.repeated(copy);
      default -> place.with(copy, value());
    };
  }

  /** The pointers to everything in an object. */
  List<String> pointers(ObjectNode object) {
    List<Place> places = new ArrayList<>();
    collect(object, "", places);
    return places.stream().map(Place::pointer).toList();
  }

  private static void collect(JsonNode node, String pointer, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String escaped = field.getKey().replace("~", "~0").replace("/", "~1");
        places.add(new Place(object, field.getKey(), pointer + "/" + escaped));
        collect(field.getValue(), pointer + "/" + escaped, places);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(array, Integer.toString(i), pointer + "/" + i));
        collect(array.get(i), pointer + "/" + i, places);
      }
    }
  }

  /** Where a value is: the field of an object, or the item of a list. */
  private record Place(ContainerNode<?> holder, String key, String pointer) {
    String with(ObjectNode whole, String value) {
      set(TWICE.substring(1, TWICE.length() - 1));
      return whole.toString().replace(TWICE, value);
    }

    String without(ObjectNode whole) {
      if (holder instanceof ObjectNode object) {
        object.remove(key);
      } else if (holder instanceof ArrayNode array) {
        array.remove(Integer.parseInt(key));
      }
      return whole.toString();
    }

    String renamed(ObjectNode whole, Random random) {
      if (!(holder instanceof ObjectNode object)) {
        return without(whole);
      }
      JsonNode value = object.remove(key);
      object.set(random.nextBoolean() ? key.toUpperCase(Locale.ROOT) : key + " ", value);
      return whole.toString();
    }

    /** The same field a second time, with another value. */
    String twice(ObjectNode whole, String value) {
      if (!(holder instanceof ObjectNode object)) {
        return repeated(whole);
      }
      String first = object.get(key).toString();
      set(TWICE.substring(1, TWICE.length() - 1));
      return whole.toString().replace(TWICE, first + "," + TextNode.valueOf(key) + ":" + value);
    }

    /** One more field, or one more item. */
    String joined(ObjectNode whole, String name, String value) {
      if (holder instanceof ObjectNode object) {
        object.put(name, TWICE.substring(1, TWICE.length() - 1));
      } else if (holder instanceof ArrayNode array) {
        array.add(TWICE.substring(1, TWICE.length() - 1));
      }
      return whole.toString().replace(TWICE, value);
    }

    /** A list with the same item twice; a field in a list of its own. */
    String repeated(ObjectNode whole) {
      if (holder instanceof ArrayNode array) {
        array.add(array.get(Integer.parseInt(key)).deepCopy());
      } else if (holder instanceof ObjectNode object) {
        object.set(key, Json.array().add(object.get(key).deepCopy()));
      }
      return whole.toString();
    }

    private void set(String text) {
      if (holder instanceof ObjectNode object) {
        object.put(key, text);
      } else if (holder instanceof ArrayNode array) {
        array.set(Integer.parseInt(key), text);
      }
    }
  }
}
