package dev.cnilab.userland.coreutils.find;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.util.List;

/** {@code find}. */
public final class Find implements Command {
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
    Search search = new Search(call, FindExpression.parse(call, words.subList(at, words.size())));
    for (String root : roots) {
      search.walk(root, 0);
    }
    return Math.max(search.status, search.expression.status());
  }

  /** One walk through the trees of its operands. */
  private static final class Search {
    private final Invocation call;
    private final FindExpression expression;
    private int status;

    Search(Invocation call, FindExpression expression) {
      this.call = call;
      this.expression = expression;
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
      boolean descends = found.isDirectory() && depth < expression.deepest();
      if (descends && depth > 0 && expression.reach() == FindExpression.Reach.ONE_FILE_SYSTEM) {
        descends = !isMountPoint(call.resolve(path));
      }
      if (!expression.isDepthFirst() && depth >= expression.shallowest()) {
        descends &= expression.visit(path, found) == FindExpression.Then.DESCEND;
      }
      if (descends) {
        for (String name : call.files().list(call.resolve(path))) {
          walk(path.endsWith("/") ? path + name : path + "/" + name, depth + 1);
        }
      }
      if (expression.isDepthFirst() && depth >= expression.shallowest()) {
        expression.visit(path, found);
      }
    }

    private boolean isMountPoint(String path) {
      return call.files().mounts().stream().anyMatch(mount -> mount.target().equals(path));
    }
  }
}
