package dev.cnilab.userland.command;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One run of a command.
 *
 * @param name the prefix of its messages
 * @param arguments without argv[0]
 */
public record Invocation(Process process, Dialect dialect, String name, List<String> arguments) {

  /** A run of a Debian command. */
  public static Invocation ofDebian(Process process) {
    List<String> words = process.arguments();
    return new Invocation(process, Dialect.GNU, words.getFirst(), words.subList(1, words.size()));
  }

  /** The same run under another name. */
  public Invocation as(String otherName) {
    return new Invocation(process, dialect, otherName, arguments);
  }

  /** The same run with other arguments. */
  public Invocation with(List<String> otherArguments) {
    return new Invocation(process, dialect, name, otherArguments);
  }

  public MountNamespace files() {
    return process.files();
  }

  public Output out() {
    return process.out();
  }

  public Input in() {
    return process.in();
  }

  public boolean isBusybox() {
    return dialect == Dialect.BUSYBOX;
  }

  /** Makes a path absolute. */
  public String resolve(String path) {
    return process.resolve(path);
  }

  /** Prints a message after the command's name, to standard error. */
  public void complain(String message) {
    process.err().println(name + ": " + message);
  }

  /** The exception to throw to give up with this message. */
  public ProgramException failure(int status, String message) {
    return new ProgramException(status, message);
  }

  /** A name quoted as in GNU messages, in the C locale that machines and containers use. */
  public static String quote(String name) {
    return name.contains("'") ? "\"" + name + "\"" : "'" + name + "'";
  }

  /** The exception to throw for invalid arguments, worded as the command does. */
  public ProgramException mistake(String problem) {
    return isBusybox()
        ? failure(1, problem)
        : failure(Manual.of(name).mistake(), problem + Manual.of(name).hint());
  }

  /** Prints only the command's usage; returns the status for invalid arguments. */
  public int usage() {
    process.err().println(Manual.of(name).hint().substring(1));
    return Manual.of(name).mistake();
  }

  /** The exception to throw for an extra operand. */
  public ProgramException extra(String operand) {
    return mistake("extra operand " + quote(operand));
  }

  /** Opens a file, or standard input for {@code -}; the caller closes it. */
  public InputStream open(String path) throws IOException {
    if (path.equals("-")) {
      return new Input(process.descriptors().get(0), process);
    }
    return Descriptor.open(process, path, OpenMode.READ).in();
  }

  /**
   * Passes each file to {@code reader}, or standard input if there are none; reports unreadable
   * files with the usual message.
   *
   * @return 0, or 1 if one could not be read
   */
  public int eachInput(List<String> paths, InputReader reader) throws IOException {
    return eachInput(paths, isBusybox() ? "can't open '%s'" : "%s", reader);
  }

  /**
   * Like {@link #eachInput(List, InputReader)}.
   *
   * @param complaint the text before the error, where {@code %s} stands for the path
   */
  public int eachInput(List<String> paths, String complaint, InputReader reader)
      throws IOException {
    return eachInput(paths, complaint, isBusybox() ? "read error" : "%s", reader);
  }

  /**
   * Like {@link #eachInput(List, String, InputReader)}.
   *
   * @param directory the text before the error for a directory, which can be opened but not read
   */
  public int eachInput(List<String> paths, String complaint, String directory, InputReader reader)
      throws IOException {
    int status = 0;
    for (String path : paths.isEmpty() ? List.of("-") : paths) {
      try (InputStream in = open(path)) {
        reader.read(path, in);
      } catch (FileException failed) {
        String what = failed.error() == FileError.EISDIR ? directory : complaint;
        complain(what.replace("%s", path) + ": " + failed.error().text());
        status = 1;
      }
    }
    return status;
  }

  /** The callback of {@link #eachInput}. */
  @FunctionalInterface
  public interface InputReader {
    void read(String path, InputStream in) throws IOException;
  }
}
