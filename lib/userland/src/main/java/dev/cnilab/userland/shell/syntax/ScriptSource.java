package dev.cnilab.userland.shell.syntax;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where a script comes from, line by line, so nothing is read before it is needed. */
@FunctionalInterface
public interface ScriptSource {
  /** The next line with its end, if it has one; null at the end. */
  @Nullable String nextLine() throws IOException;

  /** A script that is all there already. */
  static ScriptSource of(String text) {
    Iterator<String> lines = text.isEmpty() ? Collections.emptyIterator() : split(text);
    return () -> lines.hasNext() ? lines.next() : null;
  }

  private static Iterator<String> split(String text) {
    return Arrays.asList(text.split("(?<=\n)")).iterator();
  }
}
