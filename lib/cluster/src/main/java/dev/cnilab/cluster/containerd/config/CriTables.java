package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tables of the plugins that serve kubelets. */
final class CriTables {
  static final String RUNTIME = "io.containerd.cri.v1.runtime";
  static final String IMAGES = "io.containerd.cri.v1.images";

  /** The single plugin that did the work of both until version 2. */
  static final String BOTH = "io.containerd.grpc.v1.cri";

  /** The last version with it. */
  static final int OF_BOTH = 2;

  static final Set<String> PLUGINS = Set.of(BOTH, RUNTIME, IMAGES);

  private CriTables() {}

  /** Whether a table is that of the single plugin. */
  static boolean isBoth(String plugin, int version) {
    return plugin.equals("cri") || (plugin.equals(BOTH) && version <= OF_BOTH);
  }

  /**
   * Reads a file's tables; missing values get their defaults.
   *
   * @throws UnusableConfigException if a value has the wrong type
   */
  static CriConfig read(JsonNode file, int version) throws UnusableConfigException {
    return version > OF_BOTH ? apart(file) : together(file);
  }

  private static CriConfig apart(JsonNode file) throws UnusableConfigException {
    JsonNode runtime = file.path("plugins").path(RUNTIME);
    JsonNode images = file.path("plugins").path(IMAGES);
    return config(
        runtime,
        runtime.path("cni").path("bin_dirs"),
        images.path("pinned_images").path("sandbox"),
        images.path("registry"));
  }

  /**
   * The two plugins merged into the single one of version 2 and before, with one directory of
   * plugin binaries.
   */
  private static CriConfig together(JsonNode file) throws UnusableConfigException {
    JsonNode plugin = both(file);
    JsonNode directory = plugin.path("cni").path("bin_dir");
    return config(
        plugin,
        directory.isMissingNode() ? directory : Json.object().putArray("bin_dirs").add(directory),
        plugin.path("sandbox_image"),
        plugin.path("registry"));
  }

  private static JsonNode both(JsonNode file) {
    JsonNode plugins = file.path("plugins");
    return plugins.has(BOTH) ? plugins.path(BOTH) : plugins.path("cri");
  }

  private static CriConfig config(
      JsonNode runtime, JsonNode directories, JsonNode sandboxImage, JsonNode registry)
      throws UnusableConfigException {
    JsonNode cni = runtime.path("cni");
    if (!directories.isMissingNode() && !directories.isArray()) {
      throw UnusableConfigException.wrongType(
          directories, "config.CniConfig.NetworkPluginBinDirs", "[]string");
    }
    List<String> binDirs = new ArrayList<>();
    directories.forEach(directory -> binDirs.add(directory.asText()));
    return new CriConfig(
        new CniConfig(
            directories.isMissingNode() ? CniConfig.DEFAULT.binDirs() : binDirs,
            text(
                cni.path("conf_dir"),
                "config.CniConfig.NetworkPluginConfDir",
                CniConfig.DEFAULT.confDir()),
            number(cni.path("max_conf_num"), "config.CniConfig.NetworkPluginMaxConfNum"),
            bool(cni.path("setup_serially"), "config.CniConfig.NetworkPluginSetupSerially", false)),
        text(sandboxImage, "map[string]string", CriConfig.DEFAULT.sandboxImage()),
        RuntimeNames.of(runtime.path("containerd")),
        text(registry.path("config_path"), "config.Registry.ConfigPath", ""),
        bool(
            runtime.path("enable_unprivileged_ports"),
            "config.RuntimeConfig.EnableUnprivilegedPorts",
            true),
        bool(
            runtime.path("enable_unprivileged_icmp"),
            "config.RuntimeConfig.EnableUnprivilegedICMP",
            true));
  }

  private static String text(JsonNode value, String field, String usual)
      throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isTextual()) {
      throw UnusableConfigException.wrongType(value, field, "string");
    }
    return value.asText(usual);
  }

  private static boolean bool(JsonNode value, String field, boolean usual)
      throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw UnusableConfigException.wrongType(value, field, "bool");
    }
    return value.asBoolean(usual);
  }

  private static long number(JsonNode value, String field) throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isIntegralNumber()) {
      throw UnusableConfigException.wrongType(value, field, "int");
    }
    return value.asLong(1);
  }
}
