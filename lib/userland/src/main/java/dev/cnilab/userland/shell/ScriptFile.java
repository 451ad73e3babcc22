package dev.cnilab.userland.shell;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;

/** A script given as an argument. */
record ScriptFile(Process process, ShellDialect dialect, String path, String shellName) {

  int run(Interpreter shell) throws IOException {
    String script;
    try {
      script = WholeText.of(process.files(), process.resolve(path), process);
    } catch (FileException failed) {
      boolean missing = failed.error() == FileError.ENOENT || failed.error() == FileError.ENOTDIR;
      if (dialect == ShellDialect.BASH) {
        process.err().println(shellName + ": " + path + ": " + failed.error().text());
        return missing ? 127 : 126;
      }
      process
          .err()
          .println(
              shellName
                  + ": 0: cannot open "
                  + path
                  + ": "
                  + (missing ? "No such file" : failed.error().text()));
      return 2;
    }
    return shell.scripts().main(ScriptSource.of(script));
  }
}
