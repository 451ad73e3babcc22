package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The keys that containerd's file may have. */
final class KnownKeys {
  private static final String ANY_NAME = "*";
  private static final String ANYTHING_BELOW = "**";
  private static final String ONLY = "only ";
  private static final Map<String, List<Key>> OF_PLUGINS = load();

  /** A key, and which values it may have: all of them if there are none here. */
  private record Key(List<String> path, List<JsonNode> only) {
    boolean accepts(JsonNode value) {
      return only.isEmpty()
          || only.stream().anyMatch(each -> each.toString().equals(value.toString()));
    }
  }

  /**
   * What is wrong with a table.
   *
   * @param missing the paths of keys that none of the plugins knows, with their parts separated by
   *     spaces
   * @param refused the keys, each with its only values, that ask for what is not modelled
   */
  record Found(List<String> missing, List<String> refused) {}

  private KnownKeys() {}

  /** Whether a plugin has keys. */
  static boolean hasPlugin(String name) {
    return OF_PLUGINS.containsKey(name);
  }

  /** Looks at the keys of a table that belongs to some plugins. */
  static Found find(JsonNode table, String... plugins) {
    List<Key> known = new ArrayList<>();
    for (String plugin : plugins) {
      known.addAll(OF_PLUGINS.getOrDefault(plugin, List.of()));
    }
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    collect(table, List.of(), known, found);
    return found;
  }

  private static void collect(JsonNode table, List<String> path, List<Key> known, Found found) {
    for (Map.Entry<String, JsonNode> each : table.properties()) {
      List<String> place = new ArrayList<>(path);
      place.add(each.getKey());
      Optional<Key> key = known.stream().filter(other -> covers(other.path(), place)).findFirst();
      boolean leadsOn = known.stream().anyMatch(other -> goesOn(other.path(), place));
      if (leadsOn && each.getValue().isObject()) {
        collect(each.getValue(), place, known, found);
      } else if (key.isPresent()) {
        if (!key.get().accepts(each.getValue())) {
          found.refused().add(refusal(place, key.get()));
        }
      } else {
        found.missing().add(String.join(" ", place));
      }
    }
  }

  private static String refusal(List<String> place, Key key) {
    String values = key.only().stream().map(JsonNode::toString).collect(Collectors.joining(" or "));
    return "%s is not modelled here; leave it out, or set it to %s"
        .formatted(String.join(".", place), values);
  }

  private static boolean covers(List<String> known, List<String> key) {
    boolean open = known.getLast().equals(ANYTHING_BELOW);
    int length = open ? known.size() - 1 : known.size();
    return (open ? key.size() >= length : key.size() == length)
        && begins(known.subList(0, length), key.subList(0, length));
  }

  /** Whether a known path names something below a key. */
  private static boolean goesOn(List<String> known, List<String> key) {
    int named = known.getLast().equals(ANYTHING_BELOW) ? known.size() - 1 : known.size();
    return named > key.size() && begins(known, key);
  }

  /** Whether a known path begins with the path of a key. */
  private static boolean begins(List<String> known, List<String> key) {
    if (known.size() < key.size()) {
      return false;
    }
    for (int i = 0; i < key.size(); i++) {
      if (!known.get(i).equals(ANY_NAME) && !known.get(i).equals(key.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, List<Key>> load() {
    Map<String, List<Key>> keys = new HashMap<>();
    try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] halves = line.split(" = ", 2);
          List<String> words = List.of(halves[0].split(" "));
          keys.computeIfAbsent(words.getFirst(), plugin -> new ArrayList<>())
              .add(new Key(words.subList(1, words.size()), only(halves[1])));
        }
      }
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
    return keys;
  }

  private static List<JsonNode> only(String treatment) {
    List<JsonNode> values = new ArrayList<>();
    if (treatment.startsWith(ONLY)) {
      Json.parse("{\"values\":" + treatment.substring(ONLY.length()) + "}")
          .path("values")
          .forEach(values::add);
    }
    return values;
  }
}
