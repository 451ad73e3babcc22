package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileError;

/** Which shell it is, told by the words of its errors. */
public enum ShellDialect {
  /** Debian's sh. */
  DASH,
  /** Busybox's sh. */
  ASH,
  /** As far as it goes: the grammar is that of sh. */
  BASH;

  /** What comes before an error: the shell's name and where it was. */
  String prefix(String name, int line) {
    return switch (this) {
      case DASH -> name + ": " + line + ": ";
      case ASH -> name + ": ";
      case BASH -> name + ": line " + line + ": ";
    };
  }

  String notFound(String command) {
    return this == BASH && !command.contains("/")
        ? command + ": command not found"
        : command + ": " + (this == BASH ? FileError.ENOENT.text() : "not found");
  }

  String cannotOpen(String path, FileError error) {
    boolean missing = error == FileError.ENOENT || error == FileError.ENOTDIR;
    return switch (this) {
      case DASH -> "cannot open " + path + ": " + (missing ? "No such file" : error.text());
      case ASH -> "can't open " + path + ": " + (missing ? "no such file" : error.text());
      case BASH -> path + ": " + error.text();
    };
  }

  String cannotCreate(String path, FileError error) {
    boolean missing = error == FileError.ENOENT || error == FileError.ENOTDIR;
    return switch (this) {
      case DASH ->
          "cannot create " + path + ": " + (missing ? "Directory nonexistent" : error.text());
      case ASH ->
          "can't create " + path + ": " + (missing ? "nonexistent directory" : error.text());
      case BASH -> path + ": " + error.text();
    };
  }

  String syntaxError(String text) {
    return this == ASH ? "syntax error: " + text : "Syntax error: " + text;
  }
}
