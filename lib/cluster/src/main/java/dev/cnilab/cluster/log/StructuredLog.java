package dev.cnilab.cluster.log;

import org.jspecify.annotations.Nullable;

/** Where a library writes its structured messages, whatever its program makes of them. */
public interface StructuredLog {
  /**
   * A message.
   *
   * @param source the file and line in the real program
   * @param fields keys and values alternately
   */
  void info(String source, String message, Object... fields);

  /** A message about an error; as {@link #info}. */
  void failure(String source, @Nullable String error, String message, Object... fields);
}
