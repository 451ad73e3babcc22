package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import java.util.Map;
import java.util.TreeMap;

/** All commands of this package by name. */
public final class Coreutils {
  private Coreutils() {}

  public static Map<String, Command> commands() {
    Map<String, Command> all = new TreeMap<>();
    all.put("true", call -> 0);
    all.put("false", call -> 1);
    all.put("echo", new Echo(Echo.Escapes.LITERAL));
    all.put("printf", new Printf());
    all.put("test", new Test(Test.Wording.COREUTILS));
    all.put("[", new Test(Test.Wording.COREUTILS));
    all.put("cat", new Cat());
    all.put("head", new Head());
    all.put("tail", new Tail());
    all.put("tee", new Tee());
    all.put("wc", new WordCount());
    all.put("grep", new Grep());
    all.put("egrep", new Grep());
    all.put("fgrep", new Grep());
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
}
