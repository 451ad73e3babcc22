package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
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

/** Parses scripts of {@code sed}. */
final class SedParser {
  private final Invocation call;
  private final SedScanner in;
  private final PosixRegex.Syntax syntax;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Deque<Integer> blocks = new ArrayDeque<>();
  private String lastPattern = "";

  SedParser(Invocation call, String text, PosixRegex.Syntax syntax) {
    this.call = call;
    this.in = new SedScanner(call, text);
    this.syntax = syntax;
  }

  SedScript parse() throws ProgramException {
    for (in.skip(" \t\n;"); !in.isAtEnd(); in.skip(" \t\n;")) {
      if (in.peek() == '#') {
        in.skipLine();
      } else if (in.peek() == '}') {
        in.next();
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

  private void closeBlock() throws ProgramException {
    if (blocks.isEmpty()) {
      throw in.error("unexpected `}'");
    }
    int open = blocks.pop();
    Step block = steps.get(open);
    steps.set(
        open, new Step(block.from(), block.to(), block.negated(), new Action.Block(steps.size())));
  }

  private void step() throws ProgramException {
    Optional<Address> from = address();
    Optional<Address> to = Optional.empty();
    in.skip(" \t");
    if (from.isPresent() && in.peek() == ',') {
      in.next();
      in.skip(" \t");
      to = in.peek() == '+' ? after() : address();
      if (to.isEmpty()) {
        throw in.error("unexpected `,'");
      }
    }
    boolean zeroth = from.filter(new Address.Line(0)::equals).isPresent();
    if (zeroth && to.filter(Address.Matching.class::isInstance).isEmpty()) {
      throw in.error("invalid usage of line address 0");
    }
    in.skip(" \t");
    boolean negated = in.peek() == '!';
    in.skip("! \t");
    if (in.isAtEnd()) {
      throw in.error("missing command");
    }
    char command = in.next();
    Optional<Action> action = action(command);
    if (action.isPresent()) {
      steps.add(new Step(from, to, negated, action.get()));
      if (command == '{') {
        blocks.push(steps.size() - 1);
      }
    }
  }

  private Optional<Address> after() throws ProgramException {
    in.next();
    return Optional.of(new Address.After(in.number()));
  }

  private Optional<Address> address() throws ProgramException {
    char c = in.peek();
    if (c >= '0' && c <= '9') {
      long first = in.number();
      if (in.peek() == '~') {
        in.next();
        return Optional.of(new Address.Every(first, in.number()));
      }
      return Optional.of(new Address.Line(first));
    } else if (c == '$') {
      in.next();
      return Optional.of(new Address.Last());
    } else if (c == '/' || c == '\\') {
      in.advance(c == '/' ? 1 : 2);
      char delimiter = in.taken();
      String pattern = in.regex(delimiter, "unterminated address regex");
      boolean ignoresCase = in.peek() == 'I';
      in.advance(ignoresCase ? 1 : 0);
      return Optional.of(
          new Address.Matching(compile(pattern, ignoresCase ? Pattern.CASE_INSENSITIVE : 0)));
    }
    return Optional.empty();
  }

  private Pattern compile(String pattern, int flags) throws ProgramException {
    String meant = pattern.isEmpty() ? lastPattern : resolved(pattern, "");
    lastPattern = meant;
    try {
      return PosixRegex.compile(meant, syntax, flags);
    } catch (RegexException wrong) {
      throw in.error(wrong.text());
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
        labels.put(in.label(), steps.size());
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
        return Optional.of(new Action.Branch(command, in.label()));
      }
      case 'q', 'Q' -> {
        in.skip(" \t");
        return Optional.of(
            new Action.Quit(command, Character.isDigit(in.peek()) ? (int) in.number() : 0));
      }
      case 'd', 'D', 'p', 'P', 'n', 'N', 'g', 'G', 'h', 'H', 'x', '=', 'l' -> {
        in.requireEnd();
        if (command == 'l' && call.isBusybox()) {
          return Optional.empty(); // it knows the letter only
        }
        return Optional.of(
            command == 'p' && call.isBusybox()
                ? new Action.PrintLine()
                : new Action.Simple(command));
      }
      case 'r', 'R', 'w', 'W', 'e', 'F', 'z', 'v' -> throw notAvailable("command", command);
      default ->
          throw in.error(
              call.isBusybox()
                  ? "unsupported command " + command
                  : "unknown command: `" + command + "'");
    }
  }

  private ProgramException notAvailable(String what, char letter) {
    return in.error("%s `%s' is not available on this machine".formatted(what, letter));
  }

  private Action substitute() throws ProgramException {
    if (in.isAtEnd()) {
      throw in.error("unterminated `s' command");
    }
    char delimiter = in.next();
    String pattern = in.regex(delimiter, "unterminated `s' command");
    String replacement = resolved(in.delimited(delimiter, "unterminated `s' command"), "&\\");
    int flags = 0;
    int which = 1;
    boolean all = false;
    boolean print = false;
    while (!in.isAtEnd() && ";}\n# \t".indexOf(in.peek()) < 0) {
      char flag = in.peek();
      if (Character.isDigit(flag)) {
        which = Math.clamp(in.number(), 1, Integer.MAX_VALUE);
        continue;
      }
      in.next();
      switch (flag) {
        case 'g' -> all = true;
        case 'p' -> print = true;
        case 'i', 'I' -> flags |= Pattern.CASE_INSENSITIVE;
        case 'm', 'M' -> flags |= Pattern.MULTILINE;
        case 'w', 'e' -> throw notAvailable("option of `s'", flag);
        default -> throw in.error("unknown option to `s'");
      }
    }
    return new Action.Substitute(compile(pattern, flags), replacement, which, all, print);
  }

  private Action transliterate() throws ProgramException {
    if (in.isAtEnd()) {
      throw in.error("unterminated `y' command");
    }
    char delimiter = in.next();
    String from = plain(resolved(in.delimited(delimiter, "unterminated `y' command"), "\\"));
    String to = plain(resolved(in.delimited(delimiter, "unterminated `y' command"), "\\"));
    if (from.length() != to.length()) {
      throw in.error("strings for `y' command are different lengths");
    }
    return new Action.Transliterate(from, to);
  }

  private static String plain(String escaped) {
    return escaped.replace("\\n", "\n").replace("\\\\", "\\");
  }

  /** The text of {@code a}, {@code i} and {@code c}: up to a newline that is not escaped. */
  private String lines() throws ProgramException {
    in.skip(" \t");
    if (in.peek() == '\\') {
      in.next();
      in.skip(" \t");
      if (in.peek() == '\n') {
        in.next();
      }
    }
    if (in.isAtEnd()) {
      throw in.error("expected \\ after `a', `c' or `i'");
    }
    StringBuilder lines = new StringBuilder();
    while (!in.isAtEnd() && in.peek() != '\n') {
      char c = in.next();
      lines.append(c);
      if (c == '\\' && !in.isAtEnd()) {
        lines.append(in.next());
      }
    }
    return resolved(lines.toString(), "\\").replaceAll("(?s)\\\\(.)", "$1");
  }
}
