package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys that containerd's file may have. */
final class KnownKeys {
  private static final String ANY_NAME = "*";
  private static final String ANYTHING_BELOW = "**";
  private static final Map<String, Set<List<String>>> OF_PLUGINS = load();

  private KnownKeys() {}

  /**
   * The paths of a table's keys that none of the plugins knows, with their parts separated by
   * spaces.
   */
  static List<String> missing(JsonNode table, String... plugins) {
    Set<List<String>> known = new LinkedHashSet<>();
    for (String plugin : plugins) {
      known.addAll(OF_PLUGINS.getOrDefault(plugin, Set.of()));
    }
    List<String> missing = new ArrayList<>();
    collect(table, List.of(), known, missing);
    return missing;
  }

  private static void collect(
      JsonNode table, List<String> path, Set<List<String>> known, List<String> missing) {
    table
        .properties()
        .forEach(
            each -> {
              List<String> key = new ArrayList<>(path);
              key.add(each.getKey());
              if (known.stream().anyMatch(other -> covers(other, key))) {
                return;
              }
              boolean leadsOn = known.stream().anyMatch(other -> begins(other, key));
              if (leadsOn && each.getValue().isObject()) {
                collect(each.getValue(), key, known, missing);
              } else {
                missing.add(String.join(" ", key));
              }
            });
  }

  private static boolean covers(List<String> known, List<String> key) {
    boolean open = known.getLast().equals(ANYTHING_BELOW);
    int length = open ? known.size() - 1 : known.size();
    return (open ? key.size() >= length : key.size() == length)
        && begins(known.subList(0, length), key.subList(0, length));
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

  private static Map<String, Set<List<String>>> load() {
    Map<String, Set<List<String>>> keys = new HashMap<>();
    try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ")))
          .forEach(
              words ->
                  keys.computeIfAbsent(words.getFirst(), plugin -> new LinkedHashSet<>())
                      .add(words.subList(1, words.size())));
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
    return keys;
  }
}
