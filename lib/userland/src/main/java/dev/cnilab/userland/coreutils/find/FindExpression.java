package dev.cnilab.userland.coreutils.find;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The expression of {@code find}: tests and actions joined by and, or, not and parentheses. */
final class FindExpression {
  private final Invocation call;
  private final FindWords words;
  private Primary whole = visited -> true;
  private boolean acts;
  private boolean depthFirst;
  private int deepest = Integer.MAX_VALUE;
  private int shallowest;
  private int status;
  private boolean pruned;
  private Reach reach = Reach.ALL;

  /** Whether to descend into directories on other file systems; {@code -xdev}. */
  enum Reach {
    ALL,
    ONE_FILE_SYSTEM
  }

  /** What to do with a visited directory. */
  enum Then {
    DESCEND,
    SKIP
  }

  private FindExpression(Invocation call, FindWords words) {
    this.call = call;
    this.words = words;
  }

  /**
   * Parses the words of an expression; matching files are printed unless it has an action of its
   * own.
   *
   * @throws ProgramException if they are invalid
   */
  static FindExpression parse(Invocation call, List<String> words) throws IOException {
    FindExpression parsed = new FindExpression(call, new FindWords(call, words));
    Primary tests = words.isEmpty() ? visited -> true : parsed.or();
    if (!parsed.words.isAtEnd()) {
      throw call.failure(1, "paths must precede expression: `" + parsed.words.next() + "'");
    }
    parsed.whole =
        parsed.acts ? tests : visited -> tests.on(visited) && parsed.print(visited, "\n");
    return parsed;
  }

  /** Evaluates the expression for a file. */
  Then visit(String path, FileStatus found) throws IOException {
    pruned = false;
    whole.on(new Visited(path, found));
    return pruned ? Then.SKIP : Then.DESCEND;
  }

  /** Whether a directory comes after its contents. */
  boolean isDepthFirst() {
    return depthFirst;
  }

  /** Whether the walk crosses file systems. */
  Reach reach() {
    return reach;
  }

  /** The maximum depth below the operands, which are at 0. */
  int deepest() {
    return deepest;
  }

  /** The minimum depth below the operands at which files are tested. */
  int shallowest() {
    return shallowest;
  }

  /** 1 if an action has failed. */
  int status() {
    return status;
  }

  private boolean print(Visited visited, String end) {
    call.out().print(visited.path() + end);
    return true;
  }

  private Primary or() throws IOException {
    Primary left = and();
    while (words.take("-o") || words.take("-or")) {
      Primary first = left;
      Primary second = and();
      left = visited -> first.on(visited) || second.on(visited);
    }
    return left;
  }

  private Primary and() throws IOException {
    Primary left = not();
    while (!words.stopsAt("-o|-or|\\)")) {
      if (words.take("-a") || words.take("-and")) {
        continue;
      }
      Primary first = left;
      Primary second = not();
      left = visited -> first.on(visited) && second.on(visited);
    }
    return left;
  }

  private Primary not() throws IOException {
    if (words.take("!") || words.take("-not")) {
      Primary negated = not();
      return visited -> !negated.on(visited);
    } else if (words.take("(")) {
      Primary inner = or();
      if (!words.take(")")) {
        throw call.failure(
            1, "invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      }
      return inner;
    }
    return primary();
  }

  private Primary primary() throws IOException {
    if (words.isAtEnd()) {
      throw call.failure(
          1, "invalid expression; you have used a binary operator with nothing after it.");
    }
    String word = words.next();
    switch (word) {
      case "-maxdepth" -> {
        deepest = words.number(word);
        return visited -> true;
      }
      case "-xdev", "-mount" -> {
        reach = Reach.ONE_FILE_SYSTEM;
        return visited -> true;
      }
      case "-mindepth" -> {
        shallowest = words.number(word);
        return visited -> true;
      }
      case "-print", "-print0" -> {
        acts = true;
        return visited -> print(visited, word.equals("-print") ? "\n" : "\0");
      }
      case "-prune" -> {
        return visited -> {
          pruned = true;
          return true;
        };
      }
      case "-delete" -> {
        acts = true;
        depthFirst = true;
        return this::delete;
      }
      case "-depth" -> {
        depthFirst = true;
        return visited -> true;
      }
      case "-exec" -> {
        acts = true;
        return exec();
      }
      default -> {
        return new FindTests(call, words).read(word).orElseThrow(() -> unknown(word));
      }
    }
  }

  private ProgramException unknown(String word) {
    return call.failure(
        1,
        call.isBusybox()
            ? "unrecognized: " + word
            : word.startsWith("-")
                ? "unknown predicate `" + word + "'"
                : "paths must precede expression: `" + word + "'");
  }

  private boolean delete(Visited visited) {
    try {
      String path = call.resolve(visited.path());
      if (visited.status().isDirectory()) {
        call.files().removeDirectory(path);
      } else {
        call.files().unlink(path);
      }
      return true;
    } catch (FileException failed) {
      call.complain(
          "cannot delete " + Invocation.quote(visited.path()) + ": " + failed.error().text());
      status = 1;
      return false;
    }
  }

  private Primary exec() throws ProgramException {
    List<String> command = new ArrayList<>();
    while (!words.stopsAt("[;+]")) {
      command.add(words.next());
    }
    if (command.isEmpty() || words.isAtEnd()) {
      throw call.failure(1, "missing argument to `-exec'");
    }
    words.next();
    return visited -> {
      List<String> filled =
          command.stream().map(word -> word.replace("{}", visited.path())).toList();
      try {
        return call.process().start(ProcessSpec.of(filled)).await() == 0;
      } catch (FileException failed) {
        call.complain("'" + filled.getFirst() + "': " + failed.error().text());
        return false;
      }
    };
  }
}
