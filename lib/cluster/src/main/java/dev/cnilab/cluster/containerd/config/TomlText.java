package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads TOML, and complains as go-toml does. */
final class TomlText {
  private static final TomlMapper TOML = new TomlMapper();
  private static final Pattern VERSION = Pattern.compile("(?m)^\\s*version\\s*=\\s*");
  private static final Pattern TABLE_ALONE = Pattern.compile("\\s*\\[[^]]*");

  private static final Pattern KEY_ALONE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\\s*(?![=.\\s])");

  private TomlText() {}

  static JsonNode parse(String text) throws ConfigException, IOException {
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

  /** Checks that the version of a file is a number, if it has one. */
  static void requireVersion(JsonNode version, String text) throws ConfigException {
    if (version.isMissingNode() || version.isIntegralNumber()) {
      return;
    }
    Matcher place = VERSION.matcher(text);
    int end = place.find() ? place.end() : 0;
    int row = (int) text.substring(0, end).chars().filter(each -> each == '\n').count() + 1;
    int column = end - text.lastIndexOf('\n', Math.max(0, end - 1));
    UnusableConfigException why =
        UnusableConfigException.wrongType(version, "config.Config.Version", "int");
    String problem = String.valueOf(why.getMessage()).replaceFirst("^toml: ", "");
    throw new ConfigException(row, column, problem, why);
  }
}
