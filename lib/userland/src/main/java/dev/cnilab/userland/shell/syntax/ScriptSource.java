package dev.cnilab.userland.shell.syntax;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The lines of a script, read only when they are needed. */
@FunctionalInterface
public interface ScriptSource {
  /** The next line with its newline, if it has one; null at the end. */
  @Nullable String nextLine() throws IOException;

  /** A script that is completely available. */
  static ScriptSource of(String text) {
    AtomicInteger read = new AtomicInteger();
    return () -> {
      int start = read.get();
      int end = text.indexOf('\n', start) + 1;
      read.set(end == 0 ? text.length() : end);
      return start == text.length() ? null : text.substring(start, read.get());
    };
  }
}
