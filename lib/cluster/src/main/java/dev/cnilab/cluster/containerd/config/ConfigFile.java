package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file with containerd's configuration, in version 3. */
public final class ConfigFile {
  public static final String PATH = "/etc/containerd/config.toml";

  private static final TomlMapper TOML = new TomlMapper();
  private static final String RUNTIME = "io.containerd.cri.v1.runtime";

  private static final Pattern KEY_ALONE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\\s*(?![=.\\s])");

  private ConfigFile() {}

  /**
   * Reads it; what it does not say, or all if there is none, has its default.
   *
   * @throws ConfigException if it is no TOML
   * @throws IOException if it cannot be read
   */
  public static CriConfig read(MountNamespace files) throws ConfigException, IOException {
    return read(files, PATH);
  }

  /** As {@link #read(MountNamespace)}, of a file elsewhere; {@code containerd --config}. */
  public static CriConfig read(MountNamespace files, String path)
      throws ConfigException, IOException {
    String text;
    try {
      text = files.readText(path);
    } catch (FileException missing) {
      if (missing.error() == FileError.ENOENT) {
        return CriConfig.DEFAULT;
      }
      throw missing;
    }
    JsonNode cni = parse(text).path("plugins").path(RUNTIME).path("cni");
    List<String> binDirs = new ArrayList<>();
    cni.path("bin_dirs").forEach(directory -> binDirs.add(directory.asText()));
    return new CriConfig(
        binDirs.isEmpty() ? CriConfig.DEFAULT.binDirs() : binDirs,
        cni.path("conf_dir").asText(CriConfig.DEFAULT.confDir()));
  }

  private static JsonNode parse(String text) throws ConfigException, IOException {
    try {
      return TOML.readTree(text);
    } catch (JacksonException malformed) {
      throw complaint(text, malformed);
    }
  }

  /** go-toml's words and place for a key without a value, and the parser's for all else. */
  private static ConfigException complaint(String text, JacksonException malformed) {
    JsonLocation place = malformed.getLocation();
    Matcher key = KEY_ALONE.matcher(text.split("\n", -1)[place.getLineNr() - 1]);
    return key.lookingAt()
        ? new ConfigException(place.getLineNr(), key.end() + 1, "expected '=' after key", malformed)
        : new ConfigException(
            place.getLineNr(),
            place.getColumnNr(),
            malformed.getOriginalMessage().toLowerCase(Locale.ROOT),
            malformed);
  }
}
