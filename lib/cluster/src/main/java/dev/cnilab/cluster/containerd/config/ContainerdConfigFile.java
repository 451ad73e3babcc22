package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file with containerd's configuration, in version 4 or in an earlier one, which is migrated.
 *
 * @param config its content, with defaults for the rest
 * @param version of the file; 0 if it has none
 * @param unknown the keys that containerd does not know, and ignores
 * @param disabled the plugins that it does not load
 * @param invalid why the plugin that serves kubelets does not load, either; empty if it does
 */
public record ContainerdConfigFile(
    CriConfig config,
    int version,
    List<UnknownKey> unknown,
    Set<String> disabled,
    Optional<String> invalid) {
  public static final String PATH = "/etc/containerd/config.toml";

  /** The version that {@code containerd config default} prints. */
  public static final int NEWEST = 4;

  private static final ContainerdConfigFile NONE =
      new ContainerdConfigFile(CriConfig.DEFAULT, NEWEST, List.of(), Set.of(), Optional.empty());

  /**
   * A key that containerd does not know.
   *
   * @param plugin whose table it is in; "" for the file itself
   * @param path of names, separated by spaces
   */
  public record UnknownKey(String plugin, String path) {}

  /**
   * Reads a file; missing values, or all of them if there is no file, get their defaults.
   *
   * @throws ConfigException if it is not valid TOML
   * @throws UnusableConfigException if its version is too new, a value has the wrong type, or a
   *     feature is not supported here
   * @throws IOException if it cannot be read
   */
  public static ContainerdConfigFile read(MountNamespace files, String path)
      throws ConfigException, UnusableConfigException, IOException {
    String text;
    try {
      text = GoFile.text(files, path);
    } catch (GoPathException unreadable) {
      if (unreadable.isNotExist()) {
        return NONE;
      }
      throw unreadable;
    }
    JsonNode file = TomlText.parse(text);
    TomlText.requireVersion(file.path("version"), text);
    int version = file.path("version").asInt();
    if (version > NEWEST) {
      throw new UnusableConfigException(
          "failed to load TOML from %s: expected containerd config version equal to or less than `%d`, got `%d`"
              .formatted(path, NEWEST, version));
    }
    merge(files, path, (ObjectNode) file);
    List<UnknownKey> unknown = unknown(file, version);
    CriConfig config = CriTables.read(file, version);
    Set<String> disabled = DisabledPlugins.of(file, version, path);
    return new ContainerdConfigFile(
        config, version, unknown, disabled, config.runtimes().problem());
  }

  private static void merge(MountNamespace files, String path, ObjectNode file)
      throws ConfigException, UnusableConfigException, IOException {
    Deque<String> pending = new ArrayDeque<>(ConfigImports.of(files, path, file));
    Set<String> loaded = new TreeSet<>(Set.of(path));
    while (!pending.isEmpty()) {
      String next = pending.remove();
      if (loaded.add(next)) {
        JsonNode imported = TomlText.parse(imported(files, next));
        if (imported.path("version").asInt() != file.path("version").asInt()) {
          throw new UnusableConfigException(
              "the version of the imported %s is not that of %s, which is not modelled here"
                  .formatted(next, path));
        }
        pending.addAll(ConfigImports.of(files, next, imported));
        ConfigImports.merge(file, imported);
      }
    }
  }

  private static String imported(MountNamespace files, String path) throws UnusableConfigException {
    try {
      return GoFile.text(files, path);
    } catch (GoPathException unreadable) {
      throw new UnusableConfigException("failed to load TOML: " + unreadable.text());
    }
  }

  /** Whether it serves kubelets: without any of these plugins it does not. */
  public boolean hasCri() {
    return Collections.disjoint(disabled, CriTables.PLUGINS) && invalid.isEmpty();
  }

  /**
   * The unknown keys.
   *
   * @throws UnusableConfigException if a known key asks for what is not modelled
   */
  private static List<UnknownKey> unknown(JsonNode file, int version)
      throws UnusableConfigException {
    List<UnknownKey> unknown = new ArrayList<>();
    note("", KnownKeys.find(file, "-"), unknown);
    for (Map.Entry<String, JsonNode> each : file.path("plugins").properties()) {
      String plugin = each.getKey();
      if (CriTables.isBoth(plugin, version)) {
        note(
            CriTables.RUNTIME,
            KnownKeys.find(each.getValue(), CriTables.IMAGES, CriTables.RUNTIME, CriTables.BOTH),
            unknown);
      } else if (KnownKeys.hasPlugin(plugin)) {
        note(plugin, KnownKeys.find(each.getValue(), plugin), unknown);
      }
    }
    return unknown;
  }

  private static void note(String plugin, KnownKeys.Found found, List<UnknownKey> unknown)
      throws UnusableConfigException {
    if (!found.refused().isEmpty()) {
      throw new UnusableConfigException(
          (plugin.isEmpty() ? "" : plugin + ": ") + found.refused().getFirst());
    }
    found.missing().forEach(key -> unknown.add(new UnknownKey(plugin, key)));
  }
}
