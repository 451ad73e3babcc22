package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.pattern.PosixRegex;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parsed script of {@code sed}.
 *
 * @param labels the labels' positions among the commands
 */
record SedScript(List<Step> steps, Map<String, Integer> labels) {

  /** A command and the lines it applies to. */
  record Step(Optional<Address> from, Optional<Address> to, boolean negated, Action action) {}

  /** A line or a condition on lines. */
  sealed interface Address {
    record Line(long number) implements Address {}

    record Every(long first, long step) implements Address {}

    record Last() implements Address {}

    record Matching(Pattern pattern) implements Address {}

    /** {@code addr,+N}. */
    record After(long count) implements Address {}
  }

  /** What a command does. */
  sealed interface Action {
    record Substitute(Pattern pattern, String replacement, int which, boolean all, boolean print)
        implements Action {}

    record Transliterate(String from, String to) implements Action {}

    /** {@code a}, {@code i} and {@code c}. */
    record Text(char command, String text) implements Action {}

    /** A command of one letter. */
    record Simple(char command) implements Action {}

    /** {@code p} of busybox, which ends even a last line that has no newline. */
    record PrintLine() implements Action {}

    /** {@code q} and {@code Q}. */
    record Quit(char command, int status) implements Action {}

    /** {@code b}, {@code t} and {@code T}. */
    record Branch(char command, String label) implements Action {}

    /** An opening brace: skips to its end unless the line is selected. */
    record Block(int end) implements Action {}
  }

  static SedScript parse(Invocation call, String text, PosixRegex.Syntax syntax)
      throws IOException {
    return new SedParser(call, text, syntax).parse();
  }
}
