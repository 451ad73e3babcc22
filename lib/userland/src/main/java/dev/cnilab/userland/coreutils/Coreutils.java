package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.Command;
import java.util.Map;
import java.util.TreeMap;

/** All commands of this package by name. */
public final class Coreutils {
  private Coreutils() {}

  public static Map<String, Command> commands() {
    Map<String, Command> all = new TreeMap<>();
    all.put("true", answering(0, call -> 0));
    all.put("false", answering(1, call -> 1));
    all.put("echo", answering(0, new Echo(Echo.Escapes.LITERAL)));
    all.put("printf", answering(0, new Printf()));
    all.put("test", new Test(Test.Wording.COREUTILS));
    all.put("[", answering(0, new Test(Test.Wording.COREUTILS)));
    all.put("cat", new Cat());
    all.put("head", new Head());
    all.put("tail", new Tail());
    all.put("tee", new Tee());
    all.put("wc", new WordCount());
    all.put("grep", new Grep(' '));
    all.put("egrep", call -> new Grep('E').run(call.as("grep")));
    all.put("fgrep", call -> new Grep('F').run(call.as("grep")));
    all.put("ls", new Ls());
    all.put("chmod", new Chmod());
    all.put("sed", new Sed());
    all.put("sort", new Sort());
    all.put("cut", new Cut());
    all.put("tr", new Tr());
    all.put("diff", new Diff());
    all.put("find", new Find());
    all.put("xargs", new Xargs());
    TextCommands.addTo(all);
    FileReports.addTo(all);
    Dump.addTo(all);
    FileCommands.addTo(all);
    Copies.addTo(all);
    return all;
  }

  /** A command that has no other options than {@code --help} and {@code --version}. */
  private static Command answering(int status, Command command) {
    return call -> {
      Options.answerAlone(call, status);
      return command.run(call);
    };
  }
}
