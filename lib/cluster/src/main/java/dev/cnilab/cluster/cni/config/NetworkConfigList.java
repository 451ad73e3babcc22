package dev.cnilab.cluster.cni.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniVersion;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network: the plugins that are run one after the other.
 *
 * @param inlined whether plugins come from this list alone and not also from a directory
 * @param source the bytes it was read from
 */
public record NetworkConfigList(
    String name, String cniVersion, Inlined inlined, List<PluginConfig> plugins, String source) {

  /** The key {@code loadOnlyInlinedPlugins}. */
  public enum Inlined {
    ALSO_FROM_DIRECTORY,
    ONLY
  }

  private static final String PARSING = "error parsing configuration list: ";

  /**
   * Reads a conflist.
   *
   * @throws CniException in libcni's words
   */
  public static NetworkConfigList parse(byte[] bytes) throws CniException {
    ObjectNode list;
    try {
      list = GoJson.parseMap(bytes);
    } catch (GoJsonException refused) {
      throw new CniException(PARSING + refused.getMessage());
    }
    JsonNode name = list.path("name");
    if (name.isMissingNode()) {
      throw new CniException(PARSING + "no name");
    }
    if (!name.isTextual()) {
      throw new CniException(PARSING + "invalid name type " + GoType.name(name));
    }
    String cniVersion = version(list);
    flag(list, "disableCheck"); // read for its errors: containerd never calls CHECK
    flag(list, "disableGC");
    Inlined inlined =
        flag(list, "loadOnlyInlinedPlugins") ? Inlined.ONLY : Inlined.ALSO_FROM_DIRECTORY;
    return new NetworkConfigList(
        name.asText(),
        cniVersion,
        inlined,
        plugins(list, inlined),
        new String(bytes, StandardCharsets.UTF_8));
  }

  /** A list with the only plugin of a {@code .conf} file. */
  static NetworkConfigList of(PluginConfig only) throws CniException {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("name", only.name());
    list.put("cniVersion", only.cniVersion());
    list.putArray("plugins").add(only.values());
    return parse(GoJson.marshalMap(list).getBytes(StandardCharsets.UTF_8));
  }

  /** The same list with further plugins at its end. */
  NetworkConfigList with(List<PluginConfig> further) {
    List<PluginConfig> all = new ArrayList<>(plugins);
    all.addAll(further);
    return new NetworkConfigList(name, cniVersion, inlined, List.copyOf(all), source);
  }

  private static String version(ObjectNode list) throws CniException {
    JsonNode single = list.path("cniVersion");
    if (!single.isMissingNode() && !single.isTextual()) {
      throw new CniException(PARSING + "invalid cniVersion type " + GoType.name(single));
    }
    JsonNode several = list.path("cniVersions");
    if (several.isMissingNode()) {
      return single.asText("");
    }
    if (!several.isArray()) {
      throw new CniException(PARSING + "invalid type for cniVersions: []interface {}");
    }
    return highest(single.asText(""), (ArrayNode) several);
  }

  private static String highest(String single, ArrayNode several) throws CniException {
    String highest = "";
    for (int i = 0; i < several.size(); i++) {
      JsonNode version = several.get(i);
      if (!version.isTextual()) {
        throw new CniException(
            PARSING + "invalid type for cniVersions index " + i + ": " + GoType.name(version));
      }
      String attempt = "invalid cniVersions entry " + version.asText() + " at index " + i;
      highest = higher(highest, version.asText(), attempt);
    }
    if (!single.isEmpty()) {
      highest = higher(highest, single, "invalid cniVersion " + single);
    }
    return highest.isEmpty() ? single : highest;
  }

  /** The higher of two versions, ignoring those that this libcni does not implement. */
  private static String higher(String highest, String version, String attempt) throws CniException {
    try {
      boolean known = CniVersion.compare(version, CniVersion.CURRENT) <= 0;
      boolean better = highest.isEmpty() || CniVersion.compare(version, highest) > 0;
      return known && better ? version : highest;
    } catch (CniException notAVersion) {
      throw notAVersion.during(PARSING + attempt);
    }
  }

  private static boolean flag(ObjectNode list, String key) throws CniException {
    JsonNode value = list.path(key);
    if (value.isMissingNode() || value.isBoolean()) {
      return value.asBoolean(false);
    }
    if (!value.isTextual()) {
      throw new CniException(PARSING + "invalid type " + GoType.name(value) + " for " + key);
    }
    String text = value.asText().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new CniException(PARSING + "invalid value \"" + text + "\" for " + key);
    };
  }

  private static List<PluginConfig> plugins(ObjectNode list, Inlined inlined) throws CniException {
    JsonNode plugins = list.path("plugins");
    if (plugins.isMissingNode()) {
      if (inlined == Inlined.ONLY) {
        throw new CniException(PARSING + "`loadOnlyInlinedPlugins` is true, and no 'plugins' key");
      }
      return List.of();
    }
    if (!plugins.isArray()) {
      throw new CniException(PARSING + "invalid 'plugins' type " + GoType.name(plugins));
    }
    if (plugins.isEmpty()) {
      throw new CniException(PARSING + "no plugins in list");
    }
    List<PluginConfig> configs = new ArrayList<>();
    for (int i = 0; i < plugins.size(); i++) {
      try {
        configs.add(PluginConfig.parse(plugins.get(i)));
      } catch (CniException refused) {
        throw refused.during("failed to parse plugin config " + i);
      }
    }
    return List.copyOf(configs);
  }
}
