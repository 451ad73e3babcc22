package dev.cnilab.userland.coreutils.chance;

import dev.cnilab.userland.command.Invocation;
import java.io.IOException;
import java.io.InputStream;

/**
 * Draws random numbers from random bytes as coreutils does: it collects bytes until there are
 * enough values, and uses the rest of a draw for the next one. The same source of bytes therefore
 * gives the same order.
 */
final class Dice {
  private static final int BYTE = 0xff;

  private final Invocation call;
  private final InputStream source;
  private final String name;
  private long number;
  private long greatest;

  Dice(Invocation call, InputStream source, String name) {
    this.call = call;
    this.source = source;
    this.name = name;
  }

  /** A number from 0 up to but not including {@code choices}. */
  long below(long choices) throws IOException {
    while (true) {
      while (greatest < choices - 1) {
        number = (number << 8) + next();
        greatest = (greatest << 8) + BYTE;
      }
      if (greatest == choices - 1) {
        long drawn = number;
        number = 0;
        greatest = 0;
        return drawn;
      }
      long excess = greatest - (choices - 1);
      long unusable = excess % choices;
      long last = greatest - unusable;
      if (number <= last) {
        long drawn = number % choices;
        number /= choices;
        greatest = excess / choices;
        return drawn;
      }
      number -= last + 1;
      greatest = unusable - 1;
    }
  }

  private int next() throws IOException {
    int read = source.read();
    if (read < 0) {
      throw call.failure(1, Invocation.quote(name) + ": end of file");
    }
    return read;
  }
}
