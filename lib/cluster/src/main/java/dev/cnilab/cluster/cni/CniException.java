package dev.cnilab.cluster.cni;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A failure of libcni or of a plugin; the message is Go's {@code Error()}. */
public final class CniException extends Exception {
  /** The well-known codes of the specification. */
  public static final int INCOMPATIBLE_VERSION = 1;

  public static final int INVALID_ENVIRONMENT = 4;
  public static final int DECODING_FAILURE = 6;
  public static final int INVALID_CONFIG = 7;
  public static final int INTERNAL = 999;

  /** A Go error without a code; a plugin prints it as an internal error. */
  private static final int NONE = -1;

  private final int code;
  private final String text;
  private final String details;

  public CniException(int code, String text, String details) {
    super(text);
    this.code = code;
    this.text = text;
    this.details = details;
  }

  /** A failure that has no code of its own. */
  public CniException(String text) {
    this(NONE, text, "");
  }

  @Override
  public String getMessage() {
    return details.isEmpty() ? text : text + "; " + details;
  }

  /** This failure, prefixed with what was attempted, as {@code fmt.Errorf("…: %w")}. */
  public CniException during(String attempt) {
    return new CniException(attempt + ": " + getMessage());
  }

  /**
   * The error of a plugin that failed at {@code attempt} because of this: if this is the answer of
   * another plugin, that answer alone, as {@code skel} unwraps it from anything around it.
   */
  public CniException inPlugin(String attempt) {
    return code == NONE ? during(attempt) : this;
  }

  /** The JSON that a plugin prints on its standard output. */
  public ObjectNode toJson() {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", code == NONE ? INTERNAL : code);
    error.put("msg", text);
    if (!details.isEmpty()) {
      error.put("details", details);
    }
    return error;
  }
}
