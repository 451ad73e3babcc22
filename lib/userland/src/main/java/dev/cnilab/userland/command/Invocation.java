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
 * @param name what its messages begin with
 * @param arguments without argv[0]
 */
public record Invocation(Process process, Dialect dialect, String name, List<String> arguments) {

  /** A run of a command of Debian's. */
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

  /** The path as an absolute one. */
  public String resolve(String path) {
    return process.resolve(path);
  }

  /** Prints a message after the command's name, to standard error. */
  public void complain(String message) {
    process.err().println(name + ": " + message);
  }

  /** What to throw to give up with that message. */
  public ProgramException failure(int status, String message) {
    return new ProgramException(status, message);
  }

  /** A name as GNU quotes it in messages, in the C locale that machines and containers have. */
  public static String quote(String name) {
    return name.contains("'") ? "\"" + name + "\"" : "'" + name + "'";
  }

  /** What to throw at arguments that make no sense, in the command's own way. */
  public ProgramException mistake(String problem) {
    return isBusybox()
        ? failure(1, problem)
        : failure(Manual.of(name).mistake(), problem + Manual.of(name).hint());
  }

  /** Prints only how the command is used, in its own way; returns the status of a mistake. */
  public int usage() {
    process.err().println(Manual.of(name).hint().substring(1));
    return Manual.of(name).mistake();
  }

  /** What to throw at an operand too many. */
  public ProgramException extra(String operand) {
    return mistake("extra operand " + quote(operand));
  }

  /** Standard input for {@code -}, else the file; close it. */
  public InputStream open(String path) throws IOException {
    if (path.equals("-")) {
      return new Input(process.descriptors().get(0), process);
    }
    return Descriptor.open(process, path, OpenMode.READ).in();
  }

  /**
   * Lets {@code reader} have each of the files, standard input if there are none; complains of
   * those that cannot be read in the most usual way.
   *
   * @return 0, or 1 if one could not be read
   */
  public int eachInput(List<String> paths, InputReader reader) throws IOException {
    return eachInput(paths, isBusybox() ? "can't open '%s'" : "%s", reader);
  }

  /**
   * As {@link #eachInput(List, InputReader)}.
   *
   * @param complaint what comes before the error's text, {@code %s} standing for the path
   */
  public int eachInput(List<String> paths, String complaint, InputReader reader)
      throws IOException {
    return eachInput(paths, complaint, isBusybox() ? "read error" : "%s", reader);
  }

  /**
   * As {@link #eachInput(List, String, InputReader)}.
   *
   * @param directory what comes before the error's text of a directory, which opens but cannot be
   *     read
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

  /** What {@link #eachInput} calls. */
  @FunctionalInterface
  public interface InputReader {
    void read(String path, InputStream in) throws IOException;
  }
}
