package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.PosixRegex;
import dev.cnilab.userland.command.RegexException;
import dev.cnilab.userland.coreutils.sed.SedScript.Action;
import dev.cnilab.userland.coreutils.sed.SedScript.Address;
import dev.cnilab.userland.coreutils.sed.SedScript.Step;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads scripts of {@code sed}. */
final class SedParser {
  private final Invocation call;
  private final String text;
  private final PosixRegex.Syntax syntax;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Deque<Integer> blocks = new ArrayDeque<>();
  private String lastPattern = "";
  private int at;

  SedParser(Invocation call, String text, PosixRegex.Syntax syntax) {
    this.call = call;
    this.text = text;
    this.syntax = syntax;
  }

  SedScript parse() throws ProgramException {
    for (skip(" \t\n;"); at < text.length(); skip(" \t\n;")) {
      if (peek() == '#') {
        skipLine();
      } else if (peek() == '}') {
        at++;
        closeBlock();
      } else {
        step();
      }
    }
    if (!blocks.isEmpty()) {
      throw call.failure(1, "-e expression #1, char 0: unmatched `{'");
    }
    return new SedScript(
        List.copyOf(steps), Collections.unmodifiableMap(new LinkedHashMap<>(labels)));
  }

  private ProgramException error(String problem) {
    return call.isBusybox()
        ? call.failure(1, problem)
        : call.failure(1, "-e expression #1, char " + at + ": " + problem);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void closeBlock() throws ProgramException {
    if (blocks.isEmpty()) {
      throw error("unexpected `}'");
    }
    int open = blocks.pop();
    Step block = steps.get(open);
    steps.set(
        open, new Step(block.from(), block.to(), block.negated(), new Action.Block(steps.size())));
  }

  private void step() throws ProgramException {
    Optional<Address> from = address();
    Optional<Address> to = Optional.empty();
    skip(" \t");
    if (from.isPresent() && peek() == ',') {
      at++;
      skip(" \t");
      to = peek() == '+' ? after() : address();
      if (to.isEmpty()) {
        throw error("unexpected `,'");
      }
    }
    boolean zeroth = from.filter(new Address.Line(0)::equals).isPresent();
    if (zeroth && to.filter(Address.Matching.class::isInstance).isEmpty()) {
      throw error("invalid usage of line address 0");
    }
    skip(" \t");
    boolean negated = peek() == '!';
    skip("! \t");
    if (at >= text.length()) {
      throw error("missing command");
    }
    char command = text.charAt(at++);
    Optional<Action> action = action(command);
    if (action.isPresent()) {
      steps.add(new Step(from, to, negated, action.get()));
      if (command == '{') {
        blocks.push(steps.size() - 1);
      }
    }
  }

  private Optional<Address> after() throws ProgramException {
    at++;
    return Optional.of(new Address.After(number()));
  }

  private long number() throws ProgramException {
    int start = at;
    while (Character.isDigit(peek()) && at - start < 10) {
      at++;
    }
    if (start == at) {
      throw error("unexpected `,'");
    }
    return Long.parseLong(text.substring(start, at));
  }

  private Optional<Address> address() throws ProgramException {
    char c = peek();
    if (c >= '0' && c <= '9') {
      long first = number();
      if (peek() == '~') {
        at++;
        return Optional.of(new Address.Every(first, number()));
      }
      return Optional.of(new Address.Line(first));
    } else if (c == '$') {
      at++;
      return Optional.of(new Address.Last());
    } else if (c == '/' || c == '\\') {
      at += c == '/' ? 1 : 2;
      char delimiter = at > 0 && at <= text.length() ? text.charAt(at - 1) : '/';
      String pattern = delimited(delimiter, "unterminated address regex");
      boolean ignoresCase = peek() == 'I';
      at += ignoresCase ? 1 : 0;
      return Optional.of(
          new Address.Matching(compile(pattern, ignoresCase ? Pattern.CASE_INSENSITIVE : 0)));
    }
    return Optional.empty();
  }

  /** Up to the delimiter, which is taken too; a protected one stands for itself. */
  private String delimited(char delimiter, String problem) throws ProgramException {
    StringBuilder part = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == delimiter) {
        return part.toString();
      } else if (c == '\\' && at < text.length()) {
        char next = text.charAt(at++);
        part.append(next == delimiter ? "" : "\\").append(next);
        continue;
      } else if (c == '\n' && problem.startsWith("unterminated address")) {
        break;
      }
      part.append(c);
    }
    throw error(call.isBusybox() ? "unmatched '" + delimiter + "'" : problem);
  }

  private Pattern compile(String pattern, int flags) throws ProgramException {
    String meant = pattern.isEmpty() ? lastPattern : resolved(pattern, "");
    lastPattern = meant;
    try {
      return PosixRegex.compile(meant, syntax, flags);
    } catch (RegexException wrong) {
      throw error(wrong.text());
    }
  }

  private String resolved(String part, String special) {
    return call.isBusybox() ? part : SedEscapes.resolved(part, special);
  }

  private Optional<Action> action(char command) throws ProgramException {
    switch (command) {
      case '{' -> {
        return Optional.of(new Action.Block(0));
      }
      case ':' -> {
        labels.put(label(), steps.size());
        return Optional.empty();
      }
      case 's' -> {
        return Optional.of(substitute());
      }
      case 'y' -> {
        return Optional.of(transliterate());
      }
      case 'a', 'i', 'c' -> {
        return Optional.of(new Action.Text(command, lines()));
      }
      case 'b', 't', 'T' -> {
        return Optional.of(new Action.Branch(command, label()));
      }
      case 'q', 'Q' -> {
        skip(" \t");
        return Optional.of(
            new Action.Quit(command, Character.isDigit(peek()) ? (int) number() : 0));
      }
      case 'd', 'D', 'p', 'P', 'n', 'N', 'g', 'G', 'h', 'H', 'x', '=', 'l' -> {
        requireEnd();
        return Optional.of(new Action.Simple(command));
      }
      default ->
          throw error(
              call.isBusybox()
                  ? "unsupported command " + command
                  : "unknown command: `" + command + "'");
    }
  }

  private void requireEnd() throws ProgramException {
    skip(" \t");
    if (at < text.length() && ";}\n#".indexOf(peek()) < 0) {
      at++;
      throw error("extra characters after command");
    }
  }

  private String label() {
    skip(" \t");
    int start = at;
    while (at < text.length() && ";\n}".indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private Action substitute() throws ProgramException {
    if (at >= text.length()) {
      throw error("unterminated `s' command");
    }
    char delimiter = text.charAt(at++);
    String pattern = delimited(delimiter, "unterminated `s' command");
    String replacement = resolved(delimited(delimiter, "unterminated `s' command"), "&\\");
    int flags = 0;
    int which = 1;
    boolean all = false;
    boolean print = false;
    while (at < text.length() && ";}\n# \t".indexOf(peek()) < 0) {
      char flag = peek();
      if (Character.isDigit(flag)) {
        which = Math.clamp(number(), 1, Integer.MAX_VALUE);
        continue;
      }
      at++;
      switch (flag) {
        case 'g' -> all = true;
        case 'p' -> print = true;
        case 'i', 'I' -> flags |= Pattern.CASE_INSENSITIVE;
        case 'm', 'M' -> flags |= Pattern.MULTILINE;
        default -> throw error("unknown option to `s'");
      }
    }
    return new Action.Substitute(compile(pattern, flags), replacement, which, all, print);
  }

  private Action transliterate() throws ProgramException {
    if (at >= text.length()) {
      throw error("unterminated `y' command");
    }
    char delimiter = text.charAt(at++);
    String from = plain(resolved(delimited(delimiter, "unterminated `y' command"), "\\"));
    String to = plain(resolved(delimited(delimiter, "unterminated `y' command"), "\\"));
    if (from.length() != to.length()) {
      throw error("strings for `y' command are different lengths");
    }
    return new Action.Transliterate(from, to);
  }

  private static String plain(String escaped) {
    return escaped.replace("\\n", "\n").replace("\\\\", "\\");
  }

  /** The text of {@code a}, {@code i} and {@code c}: up to a line's end without a backslash. */
  private String lines() throws ProgramException {
    skip(" \t");
    if (peek() == '\\') {
      at++;
      skip(" \t");
      if (peek() == '\n') {
        at++;
      }
    }
    if (at >= text.length()) {
      throw error("expected \\ after `a', `c' or `i'");
    }
    StringBuilder lines = new StringBuilder();
    while (at < text.length() && peek() != '\n') {
      char c = text.charAt(at++);
      lines.append(c);
      if (c == '\\' && at < text.length()) {
        lines.append(text.charAt(at++));
      }
    }
    return resolved(lines.toString(), "\\").replaceAll("(?s)\\\\(.)", "$1");
  }
}
