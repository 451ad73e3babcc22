package dev.cnilab.userland.net.command.iproute;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output of a command: the same entries as plain text or JSON. */
public final class CommandReport {
  private final StringBuilder text = new StringBuilder();
  private final @Nullable JsonText json;
  private final Runnable step;

  private CommandReport(@Nullable JsonText json, Runnable step) {
    this.json = json;
    this.step = step;
  }

  /**
   * Creates a report in the requested format; JSON is one array.
   *
   * @param step called at least once for each entry; others may run during the call and change what
   *     is reported
   */
  public static CommandReport of(Settings settings, Runnable step) {
    return switch (settings.format()) {
      case TEXT -> new CommandReport(null, step);
      case JSON -> new CommandReport(started(new JsonText(false)), step);
      case PRETTY_JSON -> new CommandReport(started(new JsonText(true)), step);
    };
  }

  private static JsonText started(JsonText json) {
    json.openArray();
    return json;
  }

  public boolean isJson() {
    return json != null;
  }

  /** Adds text that JSON leaves out. */
  public CommandReport text(String words) {
    if (json == null) {
      step.run();
      text.append(words);
    }
    return this;
  }

  /** Adds a field: its key in JSON; as text its value in the format of {@link String#format}. */
  public CommandReport field(String key, String format, Object value) {
    if (json == null) {
      text.append(String.format(Locale.ROOT, format, value));
      return this;
    }
    return json(key, value);
  }

  /** Adds a field that plain text leaves out or words differently. */
  public CommandReport json(String key, Object value) {
    if (json != null) {
      json.name(key);
      json.value(value);
    }
    return this;
  }

  /** Adds a field without a value: null in JSON. */
  public CommandReport flag(String key, String words) {
    if (json == null) {
      text.append(words);
    } else {
      json.name(key);
      json.nullValue();
    }
    return this;
  }

  /** Adds an element of an array. */
  public CommandReport element(String format, Object value) {
    if (json == null) {
      text.append(String.format(Locale.ROOT, format, value));
    } else {
      json.value(value);
    }
    return this;
  }

  public CommandReport openObject() {
    if (json != null) {
      step.run();
      json.openObject();
    }
    return this;
  }

  public CommandReport openObject(String key) {
    if (json != null) {
      json.name(key);
      json.openObject();
    }
    return this;
  }

  public CommandReport closeObject() {
    if (json != null) {
      json.closeObject();
    }
    return this;
  }

  public CommandReport openArray(String key) {
    if (json != null) {
      json.name(key);
      json.openArray();
    }
    return this;
  }

  public CommandReport closeArray() {
    if (json != null) {
      json.closeArray();
    }
    return this;
  }

  /** Ends the report and returns its text. */
  public String finish() {
    if (json == null) {
      return text.toString();
    }
    json.closeArray();
    return json.toString();
  }
}
