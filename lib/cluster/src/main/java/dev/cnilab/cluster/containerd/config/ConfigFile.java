package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file with containerd's configuration, in version 4 or in an earlier one, which is migrated.
 *
 * @param config its content, with defaults for the rest
 * @param version of the file; 0 if it has none
 * @param unknown the keys that containerd does not know, and ignores
 * @param disabled the plugins that it does not load
 * @param invalid why the plugin that serves kubelets does not load, either; empty if it does
 */
public record ConfigFile(
    CriConfig config,
    int version,
    List<UnknownKey> unknown,
    Set<String> disabled,
    Optional<String> invalid) {
  public static final String PATH = "/etc/containerd/config.toml";

  /** The version that {@code containerd config default} prints. */
  public static final int NEWEST = 4;

  private static final TomlMapper TOML = new TomlMapper();
  private static final String RUNTIME = "io.containerd.cri.v1.runtime";
  private static final String IMAGES = "io.containerd.cri.v1.images";

  /** The single plugin that did the work of both until version 2. */
  private static final String BOTH = "io.containerd.grpc.v1.cri";

  private static final int OF_BOTH = 2;
  private static final ConfigFile NONE =
      new ConfigFile(CriConfig.DEFAULT, NEWEST, List.of(), Set.of(), Optional.empty());

  private static final Set<String> OF_KUBELETS = Set.of(BOTH, RUNTIME, IMAGES);

  /** Plugins without which nothing here is different. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "io\\.containerd\\.(snapshotter\\.v1\\.(?!overlayfs)|(differ|mount-handler)\\.v1\\.erofs|nri\\."
              + "|image-verifier\\.|tracing|monitor\\.|metrics\\.|gc\\."
              + "|internal\\.v1\\.(opt|restart|tracing)|server\\.v1\\.(debug|metrics|grpc-tcp))");

  private static final Pattern VERSION = Pattern.compile("(?m)^\\s*version\\s*=\\s*");
  private static final Pattern TABLE_ALONE = Pattern.compile("\\s*\\[[^]]*");

  private static final Pattern KEY_ALONE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\\s*(?![=.\\s])");

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
  public static ConfigFile read(MountNamespace files, String path)
      throws ConfigException, UnusableConfigException, IOException {
    String text;
    try {
      text = files.readText(path);
    } catch (FileException missing) {
      if (missing.error() == FileError.ENOENT) {
        return NONE;
      }
      throw missing;
    }
    JsonNode file = parse(text);
    requireVersion(file.path("version"), text);
    int version = file.path("version").asInt();
    if (version > NEWEST) {
      throw new UnusableConfigException(
          "failed to load TOML from %s: expected containerd config version equal to or less than `%d`, got `%d`"
              .formatted(path, NEWEST, version));
    }
    merge(files, path, (ObjectNode) file);
    List<UnknownKey> unknown = unknown(file, version);
    CriConfig config = version > OF_BOTH ? apart(file) : together(file);
    Set<String> disabled = disabled(file, version, path);
    return new ConfigFile(config, version, unknown, disabled, config.runtimes().problem());
  }

  private static void merge(MountNamespace files, String path, ObjectNode file)
      throws ConfigException, UnusableConfigException, IOException {
    Deque<String> pending = new ArrayDeque<>(Imports.of(files, path, file));
    Set<String> loaded = new TreeSet<>(Set.of(path));
    while (!pending.isEmpty()) {
      String next = pending.remove();
      if (loaded.add(next)) {
        JsonNode imported = parse(imported(files, next));
        if (imported.path("version").asInt() != file.path("version").asInt()) {
          throw new UnusableConfigException(
              "the version of the imported %s is not that of %s, which is not modelled here"
                  .formatted(next, path));
        }
        pending.addAll(Imports.of(files, next, imported));
        Imports.merge(file, imported);
      }
    }
  }

  private static String imported(MountNamespace files, String path) throws UnusableConfigException {
    try {
      return files.readText(path);
    } catch (IOException unreadable) {
      throw new UnusableConfigException(
          "failed to load TOML: " + GoText.pathError("open", path, unreadable));
    }
  }

  private static void requireVersion(JsonNode version, String text) throws ConfigException {
    if (version.isMissingNode() || version.isIntegralNumber()) {
      return;
    }
    Matcher place = VERSION.matcher(text);
    int end = place.find() ? place.end() : 0;
    int row = (int) text.substring(0, end).chars().filter(each -> each == '\n').count() + 1;
    int column = end - text.lastIndexOf('\n', Math.max(0, end - 1));
    UnusableConfigException why = wrongType(version, "config.Config.Version", "int");
    String problem = String.valueOf(why.getMessage()).replaceFirst("^toml: ", "");
    throw new ConfigException(row, column, problem, why);
  }

  /** Names as in version 1 stand for the plugins of then. */
  private static Set<String> disabled(JsonNode file, int version, String path)
      throws UnusableConfigException {
    Set<String> disabled = new TreeSet<>();
    for (JsonNode each : file.path("disabled_plugins")) {
      String name = each.asText();
      if (version < OF_BOTH) {
        disabled.add(name.equals("cri") ? BOTH : name);
      } else if (!name.startsWith("io.containerd.") || name.split("\\.", 4).length < 4) {
        throw new UnusableConfigException(
            "failed to load TOML from %s: invalid disabled plugin URI \"%s\" expect io.containerd.x.vx"
                .formatted(path, name));
      } else if (isNeeded(name)) {
        throw new UnusableConfigException(
            "disabled_plugins: a containerd without " + name + " is not modelled here");
      } else {
        disabled.add(name);
      }
    }
    return disabled;
  }

  /** Whether containers are started with it here, other than for kubelets. */
  private static boolean isNeeded(String plugin) {
    return !OF_KUBELETS.contains(plugin) && !OPTIONAL.matcher(plugin).lookingAt();
  }

  /** Whether it serves kubelets: without any of these plugins it does not. */
  public boolean hasCri() {
    return Collections.disjoint(disabled, OF_KUBELETS) && invalid.isEmpty();
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
      throw wrongType(directories, "config.CniConfig.NetworkPluginBinDirs", "[]string");
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
      throw wrongType(value, field, "string");
    }
    return value.asText(usual);
  }

  private static boolean bool(JsonNode value, String field, boolean usual)
      throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrongType(value, field, "bool");
    }
    return value.asBoolean(usual);
  }

  private static long number(JsonNode value, String field) throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isIntegralNumber()) {
      throw wrongType(value, field, "int");
    }
    return value.asLong(1);
  }

  private static UnusableConfigException wrongType(JsonNode value, String field, String type) {
    String found =
        switch (value.getNodeType()) {
          case ARRAY -> "array";
          case BOOLEAN -> "boolean";
          case NUMBER -> value.isIntegralNumber() ? "integer" : "float";
          case OBJECT -> "table";
          default -> "string";
        };
    return new UnusableConfigException(
        "toml: cannot decode TOML %s into struct field %s of type %s"
            .formatted(found, field, type));
  }

  /**
   * The keys that nobody knows.
   *
   * @throws UnusableConfigException if another one asks for what is not modelled
   */
  private static List<UnknownKey> unknown(JsonNode file, int version)
      throws UnusableConfigException {
    List<UnknownKey> unknown = new ArrayList<>();
    note("", KnownKeys.find(file, "-"), unknown);
    for (Map.Entry<String, JsonNode> each : file.path("plugins").properties()) {
      String plugin = each.getKey();
      if (plugin.equals("cri") || (plugin.equals(BOTH) && version <= OF_BOTH)) {
        note(RUNTIME, KnownKeys.find(each.getValue(), IMAGES, RUNTIME, BOTH), unknown);
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

  private static JsonNode parse(String text) throws ConfigException, IOException {
    try {
      return TOML.readTree(text);
    } catch (JacksonException malformed) {
      throw complaint(text, malformed);
    }
  }

  /**
   * go-toml's message and position for a key without a value and for the name of a table that does
   * not end, and the parser's for everything else.
   */
  private static ConfigException complaint(String text, JacksonException malformed) {
    JsonLocation place = malformed.getLocation();
    String line = text.split("\n", -1)[place.getLineNr() - 1];
    if (TABLE_ALONE.matcher(line).matches()) {
      return new ConfigException(
          place.getLineNr(), line.length() + 1, "expected ']' to close table name", malformed);
    }
    Matcher key = KEY_ALONE.matcher(line);
    return key.lookingAt()
        ? new ConfigException(place.getLineNr(), key.end() + 1, "expected '=' after key", malformed)
        : new ConfigException(
            place.getLineNr(),
            place.getColumnNr(),
            malformed.getOriginalMessage().toLowerCase(Locale.ROOT),
            malformed);
  }
}
