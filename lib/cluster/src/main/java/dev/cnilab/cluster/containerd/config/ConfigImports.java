package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files that a configuration imports, whose values go before its own. */
final class ConfigImports {
  private ConfigImports() {}

  /** The paths that a file names, in order; those with {@code *} stand for what is there. */
  static List<String> of(MountNamespace files, String parent, JsonNode config)
      throws FileException {
    List<String> paths = new ArrayList<>();
    for (JsonNode each : config.path("imports")) {
      String path = each.asText();
      String whole =
          path.startsWith("/") ? path : parent.substring(0, parent.lastIndexOf('/') + 1) + path;
      if (whole.contains("*")) {
        paths.addAll(matches(files, whole));
      } else {
        paths.add(whole);
      }
    }
    return paths;
  }

  private static List<String> matches(MountNamespace files, String pattern) throws FileException {
    int slash = pattern.lastIndexOf('/');
    String directory = pattern.substring(0, slash);
    Pattern name =
        Pattern.compile(Pattern.quote(pattern.substring(slash + 1)).replace("*", "\\E[^/]*\\Q"));
    if (!files.isDirectory(directory)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (String each : files.list(directory)) {
      if (name.matcher(each).matches()) {
        found.add(directory + "/" + each);
      }
    }
    Collections.sort(found);
    return found;
  }

  /** Merges a file into what was read before: tables by their keys, lists one after the other. */
  static void merge(ObjectNode into, JsonNode from) {
    for (Map.Entry<String, JsonNode> each : from.properties()) {
      JsonNode old = into.get(each.getKey());
      if (old instanceof ObjectNode table && each.getValue().isObject()) {
        merge(table, each.getValue());
      } else if (old instanceof ArrayNode list && each.getValue().isArray()) {
        for (JsonNode value : each.getValue()) {
          if (!contains(list, value)) {
            list.add(value);
          }
        }
      } else {
        into.set(each.getKey(), each.getValue());
      }
    }
  }

  private static boolean contains(ArrayNode list, JsonNode value) {
    for (JsonNode each : list) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
