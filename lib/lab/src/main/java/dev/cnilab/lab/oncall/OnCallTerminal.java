package dev.cnilab.lab.oncall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The terminal of the person on call. */
public final class OnCallTerminal {
  /** How much later than its line this program may notice Ctrl-C. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** Runs lines for the user. */
  public interface Shell {

    /**
     * Prints a line's output while it runs.
     *
     * @param kubeconfig the file with which it reaches the cluster
     */
    Ran run(String line, String kubeconfig);
  }

  /**
   * A line that has run.
   *
   * @param interrupted whether Ctrl-C has ended it
   */
  public record Ran(String output, boolean interrupted) {}

  /** What Ctrl-C applies to, depending on what the user is waiting for. */
  private enum Interrupted {
    /** Nothing was asked yet: everything ends. */
    ALL,
    /** The line being typed. */
    TYPING,
    /** A line's processes, which the terminal has already interrupted. */
    LINE
  }

  private final BufferedReader in;
  private final PrintStream out;
  private final InstantSource clock;
  private final Shell shell;
  private volatile Interrupted interrupted = Interrupted.ALL;
  private volatile String prompt = "";

  /** The interrupts of the line that runs. */
  private final Semaphore heard = new Semaphore(0);

  /**
   * Creates a terminal.
   *
   * @param clock the user's clock
   * @param shell runs the user's lines
   */
  public OnCallTerminal(BufferedReader in, PrintStream out, InstantSource clock, Shell shell) {
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

  /** The next line; empty at the end of the input. */
  Optional<String> asked(String question) {
    prompt = question;
    interrupted = Interrupted.TYPING; // before anybody can see the question
    out.print(question);
    out.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      interrupted = Interrupted.LINE;
    }
  }

  /** Lets Ctrl-C end everything from now on, because no work would be lost. */
  void free() {
    interrupted = Interrupted.ALL;
  }

  /**
   * Runs a line; see {@link Shell#run}. What ends the line by Ctrl-C also comes here, perhaps a
   * little later: it must not be taken for one at the next prompt.
   */
  String run(String line, String kubeconfig) {
    heard.drainPermits();
    Ran ran = shell.run(line, kubeconfig);
    if (ran.interrupted()) {
      awaitInterrupt();
    }
    return ran.output();
  }

  private void awaitInterrupt() {
    try {
      boolean unused = heard.tryAcquire(LATE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Handles Ctrl-C. As in a shell it discards the line being typed, or ends the one that runs.
   *
   * @return whether everything is to end
   */
  public boolean interrupt() {
    Interrupted now = interrupted;
    if (now == Interrupted.TYPING) {
      out.print("\n" + prompt);
      out.flush();
    } else if (now == Interrupted.LINE) {
      heard.release();
    }
    return now == Interrupted.ALL;
  }
}
