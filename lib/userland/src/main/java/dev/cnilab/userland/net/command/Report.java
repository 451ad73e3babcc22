package dev.cnilab.userland.net.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output of a command: the same entries as plain text or JSON. */
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final @Nullable JsonText json;

  private Report(@Nullable JsonText json) {
    this.json = json;
  }

  /** Creates a report in the requested format; JSON is one array. */
  public static Report of(Settings settings) {
    return switch (settings.format()) {
      case TEXT -> new Report(null);
      case JSON -> new Report(started(new JsonText(false)));
      case PRETTY_JSON -> new Report(started(new JsonText(true)));
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
  public Report text(String words) {
    if (json == null) {
      text.append(words);
    }
    return this;
  }

  /** Adds a field: its key in JSON; as text its value in the format of {@link String#format}. */
  public Report field(String key, String format, Object value) {
    if (json == null) {
      text.append(String.format(Locale.ROOT, format, value));
      return this;
    }
    return json(key, value);
  }

  /** Adds a field that plain text leaves out or words differently. */
  public Report json(String key, Object value) {
    if (json != null) {
      json.name(key);
      json.value(value);
    }
    return this;
  }

  /** Adds a field without a value: null in JSON. */
  public Report flag(String key, String words) {
    if (json == null) {
      text.append(words);
    } else {
      json.name(key);
      json.nullValue();
    }
    return this;
  }

  /** Adds an element of an array. */
  public Report element(String format, Object value) {
    if (json == null) {
      text.append(String.format(Locale.ROOT, format, value));
    } else {
      json.value(value);
    }
    return this;
  }

  public Report openObject() {
    if (json != null) {
      json.openObject();
    }
    return this;
  }

  public Report openObject(String key) {
    if (json != null) {
      json.name(key);
      json.openObject();
    }
    return this;
  }

  public Report closeObject() {
    if (json != null) {
      json.closeObject();
    }
    return this;
  }

  public Report openArray(String key) {
    if (json != null) {
      json.name(key);
      json.openArray();
    }
    return this;
  }

  public Report closeArray() {
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
