package dev.cnilab.lab.duty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;

/** Where somebody on call sits. */
public final class Terminal {

  /** Runs a line for the one who types it. */
  public interface Shell {

    /**
     * Shows what a line prints while it runs.
     *
     * @param kubeconfig the file that leads to the cluster
     * @return what it has printed
     */
    String run(String line, String kubeconfig);
  }

  /** What Ctrl-C stands for, which depends on what the one who types it is waiting for. */
  private enum Interrupted {
    /** Nothing has been asked yet: all of it ends. */
    ALL,
    /** The line that is being typed. */
    TYPING,
    /** What a line has started, which the terminal has interrupted already. */
    LINE
  }

  private final BufferedReader in;
  private final PrintStream out;
  private final InstantSource clock;
  private final Shell shell;
  private volatile Interrupted interrupted = Interrupted.ALL;
  private volatile String prompt = "";

  /**
   * A terminal.
   *
   * @param clock of the one who sits there
   * @param shell runs their lines
   */
  public Terminal(BufferedReader in, PrintStream out, InstantSource clock, Shell shell) {
    this.in = in;
    this.out = out;
    this.clock = clock;
    this.shell = shell;
  }

  InstantSource clock() {
    return clock;
  }

  void say(String text) {
    out.println(text);
  }

  /** The next line; empty when there is no more. */
  Optional<String> asked(String question) {
    prompt = question;
    out.print(question);
    out.flush();
    interrupted = Interrupted.TYPING;
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      interrupted = Interrupted.LINE;
    }
  }

  /** Nothing is under way that would be lost: from now on Ctrl-C ends all. */
  void free() {
    interrupted = Interrupted.ALL;
  }

  /** Runs a line; see {@link Shell#run}. */
  String run(String line, String kubeconfig) {
    return shell.run(line, kubeconfig);
  }

  /**
   * Ctrl-C was typed. As in a shell it takes back the line that is being typed, or ends the one
   * that runs.
   *
   * @return whether all is to end
   */
  public boolean interrupt() {
    Interrupted now = interrupted;
    if (now == Interrupted.TYPING) {
      out.print("\n" + prompt);
      out.flush();
    }
    return now == Interrupted.ALL;
  }
}
