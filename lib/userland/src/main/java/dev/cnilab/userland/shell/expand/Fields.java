package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The fields that a word expands to, with the quoting of their characters. */
final class Fields {
  private final Optional<String> separators;
  private final List<Field> done = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder pattern = new StringBuilder();
  private boolean open;
  private boolean active;
  private boolean endedBySpace;

  private final UnaryOperator<String> quote;

  private Fields(Optional<String> separators, UnaryOperator<String> quote) {
    this.separators = separators;
    this.quote = quote;
  }

  /** Fields that are split at these characters of expansions, the value of IFS. */
  static Fields separatedBy(String ifs) {
    return new Fields(Optional.of(ifs), ShellPattern::quote);
  }

  /**
   * A single field that is never split.
   *
   * @param quote converts quoted text into a pattern
   */
  static Fields single(UnaryOperator<String> quote) {
    return new Fields(Optional.empty(), quote);
  }

  /** A field as text, and as a pattern for pathname expansion if any character is active. */
  record Field(String text, String pattern, boolean active) {}

  void quoted(String more) {
    open = true;
    endedBySpace = false;
    text.append(more);
    pattern.append(quote.apply(more));
  }

  void plain(String more) {
    for (int i = 0; i < more.length(); i++) {
      plain(more.charAt(i));
    }
  }

  private void plain(char c) {
    open = true;
    endedBySpace = false;
    active |= c == '*' || c == '?' || c == '[';
    text.append(c);
    pattern.append(c);
  }

  /** Adds the result of an unquoted expansion, which is split at characters of IFS. */
  void split(String value) {
    String ifs = separators.orElse("");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (ifs.indexOf(c) < 0) {
        plain(c);
      } else if (c == ' ' || c == '\t' || c == '\n') {
        endedBySpace |= open;
        end();
      } else {
        open |= !endedBySpace;
        endedBySpace = false;
        end();
      }
    }
  }

  /** Begins the next positional parameter, in a field of its own where several are allowed. */
  void next() {
    if (separators.isPresent()) {
      end();
    } else {
      plain(' ');
    }
  }

  private void end() {
    if (open) {
      done.add(new Field(text.toString(), pattern.toString(), active));
      text.setLength(0);
      pattern.setLength(0);
      open = false;
      active = false;
    }
  }

  List<Field> toList() {
    end();
    return done;
  }

  /** The only field; an empty one if there is none. */
  Field only() {
    end();
    return done.isEmpty() ? new Field("", "", false) : done.getFirst();
  }
}
