package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code find}. */
public final class Find implements Command {

  /** What find looks at. */
  private record Visited(String path, FileStatus status) {
    String name() {
      String bare = path.replaceFirst("(?<=.)/+$", "");
      return bare.equals("/") ? bare : bare.substring(bare.lastIndexOf('/') + 1);
    }
  }

  /** A test or an action: whether what follows is still to be done. */
  private interface Primary {
    boolean on(Visited visited) throws IOException;
  }

  @Override
  public int run(Invocation call) throws IOException {
    List<String> words = call.arguments();
    if (!words.isEmpty() && words.getFirst().matches("--?(help|version)")) {
      Options.answerAlone(call.with(List.of("--" + words.getFirst().replaceFirst("-+", ""))), 0);
    }
    int at = 0;
    while (at < words.size() && !words.get(at).startsWith("-") && !words.get(at).matches("[!(]")) {
      at++;
    }
    List<String> roots = at == 0 ? List.of(".") : words.subList(0, at);
    Search search = new Search(call, words.subList(at, words.size()));
    for (String root : roots) {
      search.walk(root, 0);
    }
    return search.status;
  }

  private static final class Search {
    private final Invocation call;
    private final List<String> words;
    private final Primary expression;
    private int at;
    private boolean acts;
    private boolean depthFirst;
    private int deepest = Integer.MAX_VALUE;
    private int shallowest;
    private int status;
    private boolean pruned;

    Search(Invocation call, List<String> words) throws IOException {
      this.call = call;
      this.words = words;
      Primary tests = words.isEmpty() ? visited -> true : or();
      if (at < words.size()) {
        throw call.failure(1, "paths must precede expression: `" + words.get(at) + "'");
      }
      this.expression = acts ? tests : visited -> tests.on(visited) && print(visited, "\n");
    }

    void walk(String path, int depth) throws IOException {
      call.process().preempt();
      FileStatus found;
      try {
        found = call.files().linkStatus(call.resolve(path));
      } catch (FileException failed) {
        call.complain(
            (call.isBusybox() ? path : Invocation.quote(path)) + ": " + failed.error().text());
        status = 1;
        return;
      }
      Visited visited = new Visited(path, found);
      pruned = false;
      if (!depthFirst && depth >= shallowest) {
        expression.on(visited);
      }
      if (found.isDirectory() && depth < deepest && !pruned) {
        for (String name : call.files().list(call.resolve(path))) {
          walk(path.endsWith("/") ? path + name : path + "/" + name, depth + 1);
        }
      }
      if (depthFirst && depth >= shallowest) {
        expression.on(visited);
      }
    }

    private boolean print(Visited visited, String end) {
      call.out().print(visited.path() + end);
      return true;
    }

    private Primary or() throws IOException {
      Primary left = and();
      while (take("-o") || take("-or")) {
        Primary first = left;
        Primary second = and();
        left = visited -> first.on(visited) || second.on(visited);
      }
      return left;
    }

    private Primary and() throws IOException {
      Primary left = not();
      while (at < words.size() && !words.get(at).matches("-o|-or|\\)")) {
        if (take("-a") || take("-and")) {
          continue;
        }
        Primary first = left;
        Primary second = not();
        left = visited -> first.on(visited) && second.on(visited);
      }
      return left;
    }

    private Primary not() throws IOException {
      if (take("!") || take("-not")) {
        Primary negated = not();
        return visited -> !negated.on(visited);
      } else if (take("(")) {
        Primary inner = or();
        if (!take(")")) {
          throw call.failure(
              1,
              "invalid expression; I was expecting to find a ')' somewhere but did not see one.");
        }
        return inner;
      }
      return primary();
    }

    private boolean take(String word) {
      if (at < words.size() && words.get(at).equals(word)) {
        at++;
        return true;
      }
      return false;
    }

    private String argument(String primary) throws ProgramException {
      if (at >= words.size()) {
        throw call.failure(1, "missing argument to `" + primary + "'");
      }
      return words.get(at++);
    }

    private int number(String primary) throws ProgramException {
      String text = argument(primary);
      if (!text.matches("\\d{1,6}")) {
        throw call.failure(
            1,
            "Expected a positive decimal integer argument to "
                + primary
                + ", but got '"
                + text
                + "'");
      }
      return Integer.parseInt(text);
    }

    private Primary primary() throws IOException {
      if (at >= words.size()) {
        throw call.failure(
            1, "invalid expression; you have used a binary operator with nothing after it.");
      }
      String word = words.get(at++);
      switch (word) {
        case "-name", "-iname" -> {
          String pattern = argument(word);
          return visited ->
              word.equals("-name")
                  ? ShellPattern.matches(pattern, visited.name())
                  : ShellPattern.matches(
                      pattern.toLowerCase(java.util.Locale.ROOT),
                      visited.name().toLowerCase(java.util.Locale.ROOT));
        }
        case "-path", "-wholename" -> {
          String pattern = argument(word);
          return visited -> ShellPattern.matches(pattern, visited.path());
        }
        case "-type" -> {
          String types = argument(word);
          return visited -> {
            char letter = visited.status().type().letter();
            return types.indexOf(letter == '-' ? 'f' : letter) >= 0;
          };
        }
        case "-newer" -> {
          String reference = argument(word);
          FileStatus other;
          try {
            other = call.files().status(call.resolve(reference));
          } catch (FileException failed) {
            throw call.failure(1, Invocation.quote(reference) + ": " + failed.error().text());
          }
          return visited -> visited.status().modified().isAfter(other.modified());
        }
        case "-mmin", "-mtime" -> {
          return age(
              argument(word), word.equals("-mmin") ? Duration.ofMinutes(1) : Duration.ofDays(1));
        }
        case "-empty" -> {
          return this::isEmpty;
        }
        case "-maxdepth" -> {
          deepest = number(word);
          return visited -> true;
        }
        case "-mindepth" -> {
          shallowest = number(word);
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
        case "-true" -> {
          return visited -> true;
        }
        case "-false" -> {
          return visited -> false;
        }
        default ->
            throw call.failure(
                1,
                call.isBusybox()
                    ? "unrecognized: " + word
                    : word.startsWith("-")
                        ? "unknown predicate `" + word + "'"
                        : "paths must precede expression: `" + word + "'");
      }
    }

    private Primary age(String text, Duration unit) throws ProgramException {
      if (!text.matches("[-+]?\\d{1,6}")) {
        throw call.failure(1, "invalid argument `" + text + "' to `-mtime'");
      }
      long wanted = Math.abs(Long.parseLong(text));
      return visited -> {
        Duration age = Duration.between(visited.status().modified(), call.process().now());
        long units = age.dividedBy(unit);
        return text.startsWith("+")
            ? units > wanted
            : text.startsWith("-") ? units < wanted : units == wanted;
      };
    }

    private boolean isEmpty(Visited visited) throws IOException {
      return visited.status().isDirectory()
          ? call.files().list(call.resolve(visited.path())).isEmpty()
          : visited.status().size() == 0;
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
      while (at < words.size() && !words.get(at).matches("[;+]")) {
        command.add(words.get(at++));
      }
      if (command.isEmpty() || at >= words.size()) {
        throw call.failure(1, "missing argument to `-exec'");
      }
      at++;
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
}
