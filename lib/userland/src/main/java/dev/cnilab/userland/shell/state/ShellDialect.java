package dev.cnilab.userland.shell.state;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.shell.syntax.Grammar;

/** The kind of a shell, which determines the wording of its errors. */
public enum ShellDialect {
  /** Debian's sh. */
  DASH,
  /** Busybox's sh. */
  ASH,
  /** Debian's bash. */
  BASH;

  /** Whether it counts in SHLVL the shells around it. */
  public boolean countsLevels() {
    return this != DASH;
  }

  /** The prompt. */
  public String prompt() {
    return switch (this) {
      case DASH -> "\\$ ";
      case ASH -> "\\w \\$ ";
      case BASH -> "\\u@\\h:\\w\\$ ";
    };
  }

  /** The prefix of an error: the shell's name and the position. */
  public String prefix(String name, int line) {
    return switch (this) {
      case DASH -> name + ": " + line + ": ";
      case ASH -> name + ": ";
      case BASH -> name + ": line " + line + ": ";
    };
  }

  public String notFound(String command) {
    return this == BASH && !command.contains("/")
        ? command + ": command not found"
        : command + ": " + (this == BASH ? FileError.ENOENT.text() : "not found");
  }

  public String cannotOpen(String path, FileError error) {
    boolean missing = error == FileError.ENOENT || error == FileError.ENOTDIR;
    return switch (this) {
      case DASH -> "cannot open " + path + ": " + (missing ? "No such file" : error.text());
      case ASH -> "can't open " + path + ": " + (missing ? "no such file" : error.text());
      case BASH -> path + ": " + error.text();
    };
  }

  public String cannotCreate(String path, FileError error) {
    boolean missing = error == FileError.ENOENT || error == FileError.ENOTDIR;
    return switch (this) {
      case DASH ->
          "cannot create " + path + ": " + (missing ? "Directory nonexistent" : error.text());
      case ASH ->
          "can't create " + path + ": " + (missing ? "nonexistent directory" : error.text());
      case BASH -> path + ": " + error.text();
    };
  }

  /** The message of a builtin that could not write; "" for none. */
  public String cannotWrite(String builtin, String error) {
    return switch (this) {
      case DASH -> builtin + ": " + builtin + ": I/O error";
      case ASH -> builtin.equals("echo") ? "write error: " + error : "";
      case BASH -> builtin + ": write error: " + error;
    };
  }

  /** The message of a builtin that could not read; "" if it takes that for the end. */
  public String cannotRead(int descriptor, String error) {
    return this == BASH ? "read error: " + descriptor + ": " + error : "";
  }

  /** The message at the limit of processes. */
  public String cannotFork() {
    return switch (this) {
      case DASH -> "Cannot fork";
      case ASH -> "can't fork: " + FileError.EAGAIN.text();
      case BASH -> "fork: " + FileError.EAGAIN.text();
    };
  }

  public String syntaxError(String text) {
    if (this != ASH) {
      return "Syntax error: " + text;
    }
    String turned = text.replaceFirst("^(.*?) unexpected", "unexpected $1");
    return "syntax error: " + Character.toLowerCase(turned.charAt(0)) + turned.substring(1);
  }

  public Grammar grammar() {
    return switch (this) {
      case DASH -> Grammar.POSIX;
      case ASH -> Grammar.BUSYBOX;
      case BASH -> Grammar.BASH;
    };
  }

  /** The status of a command whose redirection failed. */
  public int redirectionStatus() {
    return this == DASH ? 2 : 1;
  }
}
