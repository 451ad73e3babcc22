package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.pattern.PerlRegexWords;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.coreutils.word.Colors;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code grep}, {@code egrep} and {@code fgrep}. */
public final class Grep implements Command {
  private static final String LETTERS = "EFGPivnHhclLqsorRwxABCefmy";

  private final char syntax;

  /**
   * Creates one of the three.
   *
   * @param syntax the letter of the option it implies; a space for none
   */
  public Grep(char syntax) {
    this.syntax = syntax;
  }

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, LETTERS).idle("a").parse(Colors.without(call.arguments()));
    List<String> operands = new ArrayList<>(options.operands());
    List<String> patterns = new ArrayList<>(options.values('e'));
    for (String file : options.values('f')) {
      try (InputStream in = call.open(file)) {
        new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .forEach(patterns::add);
      } catch (FileException failed) {
        throw call.failure(2, file + ": " + failed.error().text());
      }
    }
    if (!options.has('e') && !options.has('f')) {
      if (operands.isEmpty()) {
        return call.usage();
      }
      patterns.addAll(List.of(operands.removeFirst().split("\n", -1)));
    }
    GrepSearch search = new GrepSearch(call, options, compile(call, options, patterns));
    boolean recursive = options.has('r') || options.has('R');
    if (operands.isEmpty()) {
      operands.add(recursive ? "." : "-");
    }
    return search.run(operands);
  }

  private List<Pattern> compile(Invocation call, Options.Found options, List<String> patterns)
      throws IOException {
    char asked = options.last("EFGP");
    char kind = asked == ' ' ? syntax : asked;
    int flags =
        options.has('i') || options.has('y') ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    List<Pattern> compiled = new ArrayList<>();
    for (String pattern : patterns) {
      compiled.add(compile(call, pattern, kind, flags));
    }
    return compiled;
  }

  private static Pattern compile(Invocation call, String pattern, char kind, int flags)
      throws IOException {
    if (kind == 'F') {
      return Pattern.compile(Pattern.quote(pattern), flags);
    }
    PosixRegex.Syntax syntax = kind == 'E' ? PosixRegex.Syntax.EXTENDED : PosixRegex.Syntax.BASIC;
    try {
      if (kind == 'P') {
        return RegexMatcher.compilePerl(pattern, flags);
      }
      return PosixRegex.compile(pattern, syntax, flags);
    } catch (RegexException wrong) {
      throw call.failure(2, wrong.text());
    } catch (PatternSyntaxException wrong) {
      throw call.failure(2, PerlRegexWords.of(wrong));
    }
  }
}
