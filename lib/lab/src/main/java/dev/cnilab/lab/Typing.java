package dev.cnilab.lab;

import dev.cnilab.lab.view.Shown;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an editor shows while a cell is typed. */
public final class Typing {

  /** Methods that every object has, and those that every result has for the notebook. */
  private static final Set<String> NOISE =
      Stream.of(Object.class, Shown.class)
          .flatMap(type -> Stream.of(type.getMethods()))
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** JShell's names of results that a cell has not named: {@code $12}. */
  private static final Pattern UNNAMED = Pattern.compile("\\$\\d+");

  private Typing() {}

  /**
   * The help for the function at the cursor, or for the one whose arguments are being typed.
   *
   * @param code a cell, possibly incomplete
   * @param cursor a position in it, from 0 to its length
   */
  public static Optional<Help> help(String code, int cursor) {
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    return Stream.concat(Stream.of(nameThatEnds(code, end)), openCalls(code, cursor).stream())
        .flatMap(name -> explained(name).stream())
        .findFirst();
  }

  private static Optional<Help> explained(String name) {
    return name.startsWith(".") ? Help.ofResult(name.substring(1)) : Help.find(name);
  }

  /** The calls that are open at the cursor, innermost first. */
  private static Deque<String> openCalls(String code, int cursor) {
    Deque<String> calls = new ArrayDeque<>();
    boolean quoted = false;
    for (int at = 0; at < cursor; at++) {
      char now = code.charAt(at);
      if (now == '"' && (at == 0 || code.charAt(at - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && now == '(') {
        calls.push(nameThatEnds(code, at));
      } else if (!quoted && now == ')') {
        calls.poll();
      }
    }
    return calls;
  }

  /** The name that ends at a position, with its dot where it is a method of a result. */
  private static String nameThatEnds(String code, int end) {
    int start = end;
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    boolean ofResult = start > 0 && code.charAt(start - 1) == '.';
    return code.substring(ofResult ? start - 1 : start, end);
  }

  /** The names of the functions, for a suggestion where one was mistyped. */
  public static List<String> functions() {
    return Help.names();
  }

  /**
   * The completions worth offering.
   *
   * @param completions names, with a parenthesis for methods: {@code "list()"}, {@code "wait("}
   */
  public static List<String> worthOffering(List<String> completions) {
    return completions.stream()
        .filter(
            each -> !each.contains("(") || !NOISE.contains(each.substring(0, each.indexOf('('))))
        .filter(each -> !UNNAMED.matcher(each).matches())
        .toList();
  }
}
