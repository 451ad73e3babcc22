package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.chance.Shuf;
import dev.cnilab.userland.coreutils.chance.Temporary;
import dev.cnilab.userland.coreutils.diff.Cmp;
import dev.cnilab.userland.coreutils.diff.Diff;
import dev.cnilab.userland.coreutils.expr.Expr;
import dev.cnilab.userland.coreutils.file.Chmod;
import dev.cnilab.userland.coreutils.file.Du;
import dev.cnilab.userland.coreutils.file.FileCommands;
import dev.cnilab.userland.coreutils.file.FileReports;
import dev.cnilab.userland.coreutils.file.Ls;
import dev.cnilab.userland.coreutils.find.Find;
import dev.cnilab.userland.coreutils.merge.Comm;
import dev.cnilab.userland.coreutils.merge.Join;
import dev.cnilab.userland.coreutils.merge.Paste;
import dev.cnilab.userland.coreutils.owner.Install;
import dev.cnilab.userland.coreutils.owner.Ownership;
import dev.cnilab.userland.coreutils.part.CopyCommands;
import dev.cnilab.userland.coreutils.part.Dd;
import dev.cnilab.userland.coreutils.part.FileSizes;
import dev.cnilab.userland.coreutils.part.Head;
import dev.cnilab.userland.coreutils.part.Split;
import dev.cnilab.userland.coreutils.part.Tail;
import dev.cnilab.userland.coreutils.sed.Sed;
import dev.cnilab.userland.coreutils.text.Cut;
import dev.cnilab.userland.coreutils.text.Grep;
import dev.cnilab.userland.coreutils.text.Sort;
import dev.cnilab.userland.coreutils.text.TextCommands;
import dev.cnilab.userland.coreutils.text.Tr;
import dev.cnilab.userland.coreutils.text.WordCount;
import dev.cnilab.userland.coreutils.word.Echo;
import dev.cnilab.userland.coreutils.word.Printf;
import dev.cnilab.userland.coreutils.word.Test;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
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
    all.put("egrep", call -> grep(call, 'E'));
    all.put("fgrep", call -> grep(call, 'F'));
    all.put("ls", new Ls());
    all.put("chmod", new Chmod());
    all.put("sed", new Sed());
    all.put("sort", new Sort());
    all.put("cut", new Cut());
    all.put("tr", new Tr());
    all.put("cmp", new Cmp());
    all.put("diff", new Diff());
    all.put("find", new Find());
    all.put("xargs", new Xargs());
    TextCommands.addTo(all);
    FileReports.addTo(all);
    OctalDump.addTo(all);
    FileCommands.addTo(all);
    CopyCommands.addTo(all);
    all.put("dd", new Dd());
    all.put("du", new Du());
    all.put("mktemp", new Temporary());
    all.put("chown", new Ownership(Ownership.Of.USER));
    all.put("chgrp", new Ownership(Ownership.Of.GROUP));
    all.put("install", new Install());
    all.put("expr", new Expr());
    all.put("paste", new Paste());
    all.put("comm", new Comm());
    all.put("join", new Join());
    all.put("split", new Split());
    all.put("shuf", new Shuf());
    FileSizes.addTo(all);
    return all;
  }

  /** The names of the scripts egrep and fgrep, which appear in their messages. */
  private static int grep(Invocation call, char syntax) throws IOException {
    try {
      return new Grep(syntax).run(call.as("grep"));
    } catch (ProgramException wrong) {
      call.as("grep").complain(wrong.text());
      return wrong.status();
    }
  }

  /** A command with no options other than {@code --help} and {@code --version}. */
  private static Command answering(int status, Command command) {
    return call -> {
      Options.answerAlone(call, status);
      return command.run(call);
    };
  }
}
