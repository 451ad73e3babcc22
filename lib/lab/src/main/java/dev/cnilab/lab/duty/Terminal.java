package dev.cnilab.lab.duty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where somebody on call sits.
 *
 * @param clock theirs
 * @param shell runs their lines
 */
public record Terminal(BufferedReader in, PrintStream out, InstantSource clock, Shell shell) {

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

  void say(String text) {
    out.println(text);
  }

  /** The next line; empty when there is no more. */
  Optional<String> asked(String prompt) {
    out.print(prompt);
    out.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
