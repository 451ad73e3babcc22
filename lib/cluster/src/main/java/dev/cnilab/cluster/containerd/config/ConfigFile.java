package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
 */
public record ConfigFile(
    CriConfig config, int version, List<UnknownKey> unknown, Set<String> disabled) {
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
      new ConfigFile(CriConfig.DEFAULT, NEWEST, List.of(), Set.of());

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
    return new ConfigFile(
        version > OF_BOTH ? apart(file) : together(file),
        version,
        unknown(file, version),
        disabled(file, version, path));
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
      } else {
        disabled.add(name);
      }
    }
    return disabled;
  }

  /** Whether it serves kubelets: without any of these plugins it does not. */
  public boolean hasCri() {
    return Collections.disjoint(disabled, Set.of(BOTH, RUNTIME, IMAGES));
  }

  private static CriConfig apart(JsonNode file) throws UnusableConfigException {
    JsonNode runtime = file.path("plugins").path(RUNTIME);
    JsonNode pinned = file.path("plugins").path(IMAGES).path("pinned_images");
    return config(runtime, runtime.path("cni").path("bin_dirs"), pinned.path("sandbox"));
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
        plugin.path("sandbox_image"));
  }

  private static JsonNode both(JsonNode file) {
    JsonNode plugins = file.path("plugins");
    return plugins.has(BOTH) ? plugins.path(BOTH) : plugins.path("cri");
  }

  private static CriConfig config(JsonNode runtime, JsonNode directories, JsonNode sandboxImage)
      throws UnusableConfigException {
    JsonNode cni = runtime.path("cni");
    if (!directories.isMissingNode() && !directories.isArray()) {
      throw wrongType(directories, "config.CniConfig.NetworkPluginBinDirs", "[]string");
    }
    List<String> binDirs = new ArrayList<>();
    directories.forEach(directory -> binDirs.add(directory.asText()));
    long networks = number(cni.path("max_conf_num"), "config.CniConfig.NetworkPluginMaxConfNum");
    if (networks != 1) {
      throw new UnusableConfigException(
          "max_conf_num is %d, but pods are attached to one network here".formatted(networks));
    }
    return new CriConfig(
        directories.isMissingNode() ? CriConfig.DEFAULT.binDirs() : binDirs,
        text(
            cni.path("conf_dir"),
            "config.CniConfig.NetworkPluginConfDir",
            CriConfig.DEFAULT.confDir()),
        text(sandboxImage, "map[string]string", CriConfig.DEFAULT.sandboxImage()),
        runtimes(runtime.path("containerd").path("runtimes")));
  }

  private static Set<String> runtimes(JsonNode table) {
    Set<String> names = new TreeSet<>(CriConfig.DEFAULT.runtimes());
    table.properties().forEach(each -> names.add(each.getKey()));
    return names;
  }

  private static String text(JsonNode value, String field, String usual)
      throws UnusableConfigException {
    if (!value.isMissingNode() && !value.isTextual()) {
      throw wrongType(value, field, "string");
    }
    return value.asText(usual);
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

  private static List<UnknownKey> unknown(JsonNode file, int version) {
    List<UnknownKey> unknown = new ArrayList<>();
    KnownKeys.missing(file, "-").forEach(key -> unknown.add(new UnknownKey("", key)));
    if (version > OF_BOTH) {
      for (String plugin : List.of(IMAGES, RUNTIME)) {
        KnownKeys.missing(file.path("plugins").path(plugin), plugin)
            .forEach(key -> unknown.add(new UnknownKey(plugin, key)));
      }
    } else {
      KnownKeys.missing(both(file), IMAGES, RUNTIME, BOTH)
          .forEach(key -> unknown.add(new UnknownKey(RUNTIME, key)));
    }
    return unknown;
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
