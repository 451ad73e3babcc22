package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Searches files for patterns and prints the matches. */
final class GrepSearch {
  private final Invocation call;
  private final Options.Found options;
  private final List<Pattern> patterns;
  private final BiFunction<Pattern, CharSequence, RegexMatcher> rules;
  private final long before;
  private final long after;
  private final long most;
  private boolean named;
  private boolean found;
  private boolean failed;
  private boolean separated;

  GrepSearch(Invocation call, Options.Found options, List<Pattern> patterns)
      throws ProgramException {
    this.call = call;
    this.options = options;
    this.patterns = patterns;
    this.rules = options.last("EFGP") == 'P' ? RegexMatcher::perl : RegexMatcher::posix;
    this.before = number(options.value('B').or(() -> options.value('C')), 0, "context length");
    this.after = number(options.value('A').or(() -> options.value('C')), 0, "context length");
    this.most = number(options.value('m'), Long.MAX_VALUE, "max count");
  }

  private long number(Optional<String> text, long otherwise, String what) throws ProgramException {
    if (text.isEmpty()) {
      return otherwise;
    } else if (!text.get().matches("[0-9]{1,9}")) {
      throw call.failure(
          2,
          what.equals("max count")
              ? "invalid max count"
              : text.get() + ": invalid context length argument");
    }
    return Long.parseLong(text.get());
  }

  /** Searches all operands; returns grep's exit status. */
  int run(List<String> operands) throws IOException {
    boolean recursive = options.has('r') || options.has('R');
    char asked = options.last("Hh");
    named = asked == 'H' || (asked != 'h' && (operands.size() > 1 || recursive));
    for (String operand : operands) {
      search(operand, recursive);
    }
    return found && options.has('q') ? 0 : failed ? 2 : found ? 0 : 1;
  }

  private void search(String path, boolean recursive) throws IOException {
    if (!path.equals("-") && call.files().isDirectory(call.resolve(path))) {
      if (recursive) {
        for (String name : call.files().list(call.resolve(path))) {
          search(
              path.equals(".") && options.operands().size() < 2 ? name : path + "/" + name, true);
        }
      } else if (!options.has('s')) {
        call.complain(path + ": Is a directory");
      }
      return;
    }
    try (InputStream in = call.open(path)) {
      new OneFile(path.equals("-") ? "(standard input)" : path).search(in);
    } catch (FileException unreadable) {
      failed = true;
      if (!options.has('s')) {
        call.complain(path + ": " + unreadable.error().text());
      }
    }
  }

  /** The first match of any pattern that begins at {@code from} or later. */
  private Optional<RegexMatcher> match(String line, int from) {
    Optional<RegexMatcher> first = Optional.empty();
    for (Pattern pattern : patterns) {
      RegexMatcher matcher = rules.apply(pattern, new PreemptibleText(line, call.process()));
      boolean matches = matcher.find(from);
      while (matches && !fits(line, matcher)) {
        int start = matcher.start();
        matches =
            (options.has('w') && matcher.shorten())
                || (start < line.length() && matcher.find(start + 1));
      }
      if (matches
          && (first.isEmpty()
              || matcher.start() < first.get().start()
              || (matcher.start() == first.get().start() && matcher.end() > first.get().end()))) {
        first = Optional.of(matcher);
      }
    }
    return first;
  }

  private boolean fits(String line, RegexMatcher matcher) {
    if (options.has('x')) {
      return matcher.start() == 0 && matcher.end() == line.length();
    }
    return !options.has('w')
        || (!isWord(line, matcher.start() - 1) && !isWord(line, matcher.end()));
  }

  private static boolean isWord(String line, int at) {
    return at >= 0
        && at < line.length()
        && (line.charAt(at) == '_' || Character.isLetterOrDigit(line.charAt(at)));
  }

  private final class OneFile {
    private final String path;
    private final Deque<String> held = new ArrayDeque<>();
    private long number;
    private long selected;
    private long trailing;
    private long printed = -1;

    OneFile(String path) {
      this.path = path;
    }

    void search(InputStream in) throws IOException {
      LineReader lines = new LineReader(in);
      boolean silent = options.last("qlLc") != ' ';
      while (selected < most || (trailing > 0 && !silent)) {
        Optional<Line> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        number++;
        boolean hit =
            selected < most && match(line.get().text(), 0).isPresent() != options.has('v');
        if (hit) {
          selected++;
          found |= !options.has('L');
          if (options.last("qlL") != ' ') {
            break;
          }
        }
        if (!silent) {
          show(line.get().text(), hit);
        }
      }
      summarise();
    }

    private void show(String line, boolean hit) {
      if (hit) {
        while (!held.isEmpty()) {
          print(number - held.size(), '-', held.removeFirst());
        }
        if (options.has('o')) {
          matches(line);
        } else {
          print(number, ':', line);
        }
        trailing = after;
      } else if (trailing > 0) {
        trailing--;
        print(number, '-', line);
      } else if (before > 0) {
        held.add(line);
        if (held.size() > before) {
          held.removeFirst();
        }
      }
    }

    private void matches(String line) {
      int from = 0;
      while (from <= line.length() && !options.has('v')) {
        Optional<RegexMatcher> match = match(line, from);
        if (match.isEmpty()) {
          return;
        }
        if (match.get().end() > match.get().start()) {
          print(number, ':', match.get().group());
        }
        from = Math.max(match.get().end(), match.get().start() + 1);
      }
    }

    private void print(long lineNumber, char mark, String text) {
      boolean context = before + after > 0 && !options.has('o');
      if (context && separated && lineNumber > printed + 1) {
        call.out().println("--");
      }
      separated = true;
      printed = lineNumber;
      call.out()
          .println(
              (named ? path + mark : "") + (options.has('n') ? "" + lineNumber + mark : "") + text);
    }

    private void summarise() {
      if (options.has('q')) {
        return;
      }
      boolean hit = selected > 0;
      if (options.has('l') && hit) {
        call.out().println(path);
      } else if (options.has('L') && !hit) {
        found = true;
        call.out().println(path);
      } else if (options.has('c') && options.last("lL") == ' ') {
        call.out().println((named ? path + ":" : "") + selected);
      }
    }
  }
}
